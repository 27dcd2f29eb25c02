#include "adapters/folder/folder_adapter.h"

#include "tests/adapters/folder/folder_fixture.h"

namespace enlace::adapters {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class FolderAdapterTest : public FolderFixture {
 protected:
  std::string TestData(const std::string& name) {
    return *base::ReadFile(ENLACE_SOURCE_DIR "/tests/adapters/folder/testdata/" + name);
  }
};

TEST_F(FolderAdapterTest, ASpreadsheetsWindows1252FileIsTakenWithItsPdf) {
  Drop("casos.csv", TestData("casos_windows1252.csv"));
  Drop("dictamen.pdf", TestData("dictamen.pdf"));
  const auto items = CollectAfter();
  ASSERT_THAT(items, SizeIs(2)) << Reason();
  const OutgoingReferral& first = Referral(items[0]);
  EXPECT_EQ(first.content.persons(0).full_name(), "Sofía Peña Güereca");
  EXPECT_EQ(first.content.narrative(), "Recibió “avisos” en su casa;\r\nteme por su familia");
  EXPECT_EQ(first.content.attachments(0).content(), TestData("dictamen.pdf"));
  for (const Collected& item : items) ASSERT_THAT(Accept(item), IsOk());
  EXPECT_THAT(List("salida"), IsEmpty());
  EXPECT_THAT(List("procesado"), SizeIs(3));  // The file, its receipts, the attachment.
}

TEST_F(FolderAdapterTest, AHalfWrittenFileIsLeftAlone) {
  Drop("a.csv", kHeaders);
  EXPECT_THAT(adapter_->Collect().value(), IsEmpty());
  clock_.Advance(absl::Seconds(1));
  Drop("a.csv", kHeaders + Line("1"));
  EXPECT_THAT(adapter_->Collect().value(), IsEmpty());
  clock_.Advance(absl::Seconds(1.5));
  EXPECT_THAT(adapter_->Collect().value(), IsEmpty());
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(adapter_->Collect().value(), SizeIs(1));
}

TEST_F(FolderAdapterTest, AFileWithTheLongestNameDoesNotStopTheOthers) {
  Drop(std::string(251, 'x') + ".csv", "nothing of use\n");
  Drop("z.csv", kHeaders + Line("1"));
  EXPECT_THAT(CollectAfter(absl::Seconds(21)), SizeIs(1));
  EXPECT_THAT(List("cuarentena"), SizeIs(2));  // The file and its reason.
}

TEST_F(FolderAdapterTest, TheNameOfAFileDoesNotReachTheLog) {
  Drop("Juana Pérez.csv", "nothing of use\n");
  std::filesystem::remove(Path("cuarentena"));
  adapter_->Collect().value();
  clock_.Advance(absl::Seconds(21));
  EXPECT_THAT(adapter_->Collect(),
              StatusIs(absl::StatusCode::kUnavailable, Path("cuarentena") + ": No such file or directory"));
}

TEST_F(FolderAdapterTest, AStalledUploadWaitsUntilItIsCertain) {
  const std::string whole = kHeaders + Line("1");
  Drop("a.csv", whole.substr(0, whole.size() - 20));
  EXPECT_THAT(CollectAfter(absl::Seconds(10)), IsEmpty());
  Drop("a.csv", whole);
  EXPECT_THAT(CollectAfter(), SizeIs(1));
  Drop("b.csv", kHeaders + std::string("9;\"Persona"));
  CollectAfter(absl::Seconds(21));
  EXPECT_THAT(Reason(),
              HasSubstr("Línea 2: se abre una comilla (\") que no se cierra antes del final del archivo."));
}

TEST_F(FolderAdapterTest, CollectConsumesNothingEvenAfterARestart) {
  Drop("a.csv", kHeaders + Line("1"));
  const auto first = CollectAfter();
  Reopen();
  const auto again = CollectAfter();
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(SourceIdOf(first[0]), SourceIdOf(again[0]));
}

TEST_F(FolderAdapterTest, EachLineIsTakenExactlyOnce) {
  Drop("a.csv", kHeaders + Line("1"));
  ASSERT_THAT(Accept(CollectAfter().at(0)), IsOk());
  Reopen();
  Drop("a.csv", kHeaders + Line("1"));
  EXPECT_THAT(CollectAfter(), IsEmpty());
  Drop("otro nombre.csv", kHeaders + Line("1") + Line("2"));
  const auto added = CollectAfter();
  ASSERT_THAT(added, SizeIs(1));
  EXPECT_EQ(Referral(added[0]).native_number, "2");
  EXPECT_THAT(List("cuarentena"), IsEmpty());
}

TEST_F(FolderAdapterTest, TheSameReferenceWithOtherContentIsQuarantined) {
  Drop("a.csv", kHeaders + Line("1", "x"));
  ASSERT_THAT(Accept(CollectAfter().at(0)), IsOk());
  Drop("b.csv", kHeaders + Line("1", "y"));
  EXPECT_THAT(CollectAfter(), IsEmpty());
  EXPECT_THAT(Reason(),
              HasSubstr("Línea 2: la referencia «1» ya se envió con otro contenido. No se envió de nuevo."));
}

TEST_F(FolderAdapterTest, GoodLinesGoAlthoughOneIsBad) {
  Drop("a.csv", kHeaders + Line("1") + Line("2", "x", "", "marciano"));
  const auto items = CollectAfter();
  ASSERT_THAT(items, SizeIs(1));
  EXPECT_THAT(Reason(),
              HasSubstr("- Línea 3, columna «Presunto responsable»: se encontró «marciano». Se permite: "
                        "agente del Estado, particular, no identificado, agente del Estado y particular. "
                        "Escriba uno de estos valores.\r\n"));
  ASSERT_THAT(Accept(items[0]), IsOk());
  EXPECT_THAT(List("salida"), IsEmpty());
}

TEST_F(FolderAdapterTest, ACorrectedLineMayComeBack) {
  Drop("a.csv", kHeaders + Line("1", "x", "", "marciano"));
  EXPECT_THAT(CollectAfter(), IsEmpty());
  Drop("a.csv", kHeaders + Line("1"));
  EXPECT_THAT(CollectAfter(), SizeIs(1));
}

TEST_F(FolderAdapterTest, ARefusalReachesTheOfficerAndMayBeRepeated) {
  Drop("a.csv", kHeaders + Line("1"));
  const auto items = CollectAfter();
  ASSERT_THAT(Refuse(items.at(0), "sin ruta competente"), IsOk());
  ASSERT_THAT(Refuse(items.at(0), "sin ruta competente"), IsOk());
  EXPECT_THAT(Reason(), HasSubstr("Línea 2: Enlace no lo aceptó: sin ruta competente. Corrija lo indicado"));
  EXPECT_THAT(List("salida"), IsEmpty());
  Drop("a.csv", kHeaders + Line("1"));
  EXPECT_THAT(CollectAfter(), SizeIs(1));
}

TEST_F(FolderAdapterTest, AWrongHeaderIsToldInPortuguese) {
  Start("pt-BR");
  std::ofstream(Path("saida/a.csv")) << "nome;fatos\nx;ameaça\n";
  CollectAfter();
  EXPECT_THAT(
      Reason("quarentena"),
      HasSubstr(
          "- Arquivo inteiro: faltam colunas obrigatórias: «População», «Procedimento», «Suposto autor», "
          "«Unidade da federação», «Data do pedido», «Base do consentimento», «Data do consentimento». "
          "Colunas encontradas: nome, fatos. Corrija o cabeçalho"));
}

TEST_F(FolderAdapterTest, AttachmentsAreWaitedForAndThenMissed) {
  Drop("a.csv", kHeaders + Line("1", "x", "foto.jpg"));
  EXPECT_THAT(CollectAfter(absl::Seconds(5)), IsEmpty());
  EXPECT_THAT(List("cuarentena"), IsEmpty());
  Drop("foto.jpg", "JPEG");
  const auto items = CollectAfter();
  ASSERT_THAT(items, SizeIs(1));
  EXPECT_EQ(Referral(items[0]).content.attachments(0).content(), "JPEG");
  Drop("b.csv", kHeaders + Line("2", "x", "otra.jpg"));
  CollectAfter(absl::Seconds(21));
  EXPECT_THAT(Reason(), HasSubstr("Línea 2, columna «Anexos»: el anexo «otra.jpg» no está en salida/."));
}

TEST_F(FolderAdapterTest, AnOversizedAttachmentIsToldWithBothSizes) {
  Drop("video.mp4", std::string(1200000, 'v'));
  Drop("a.csv", kHeaders + Line("1", "x", "video.mp4"));
  EXPECT_THAT(CollectAfter(), IsEmpty());
  EXPECT_THAT(Reason(), HasSubstr("el anexo «video.mp4 (1,2 MB)» supera el máximo de 700 kB por caso."));
  EXPECT_THAT(List("salida"), IsEmpty());  // The file moves with its line.
}

TEST_F(FolderAdapterTest, AttachmentsCannotReachOutOfTheFolder) {
  std::filesystem::create_symlink("/etc/passwd", Path("salida/lista.txt"));
  Drop("a.csv", kHeaders + Line("1", "x", "../../state/folder.journal") + Line("2", "x", "lista.txt"));
  EXPECT_THAT(CollectAfter(), IsEmpty());
  EXPECT_THAT(Reason(), HasSubstr("«../../state/folder.journal» no es un nombre de archivo permitido"));
  EXPECT_THAT(Reason(), HasSubstr("es un enlace"));
  EXPECT_TRUE(base::FileExists(folder_.File("state/folder.journal")));
}

TEST_F(FolderAdapterTest, FilesThatAreNoTextOrTooLongAreRefused) {
  Drop("a.csv", std::string("PK\x03\x04", 4) + std::string(10, '\0') + "\n");
  Drop("b.csv", std::string(20900001, 'x'));
  Drop("c.csv", "");
  CollectAfter(absl::Seconds(21));
  EXPECT_THAT(Reason(),
              HasSubstr("Archivo: a.csv\r\nEnlace no tomó este archivo. Motivo:\r\n- Archivo completo: no es "
                        "un archivo de texto CSV o JSON."));
  EXPECT_THAT(Reason(), HasSubstr("el archivo mide 20,9 MB; se permite como máximo 20,0 MB."));
  EXPECT_THAT(Reason(), HasSubstr("el archivo está vacío."));
}

TEST_F(FolderAdapterTest, AFileThatNothingNamesIsNotForgotten) {
  Drop("casos.xlsx", "PK");
  CollectAfter(absl::Minutes(59));
  EXPECT_THAT(List("cuarentena"), IsEmpty());
  CollectAfter(absl::Minutes(2));
  EXPECT_THAT(Reason(), HasSubstr("guárdela como «CSV UTF-8»"));
}

TEST_F(FolderAdapterTest, AnAnswerIsReadInItsPlaceAndFromTheOutbox) {
  ASSERT_OK_AND_ASSIGN(const DeliveryAck ack, adapter_->Deliver(SomeReferral()));
  clock_.SetTime(absl::Now() + absl::Minutes(1));  // Answers are judged by the file's own time.
  EXPECT_THAT(CollectAfter(), IsEmpty());
  const std::string header = "Código corto;Decisión;Motivo;Nota;Persona funcionaria\n";
  std::ofstream(Path("entrada/" + ack.native_id + "/acuse.csv"))
      << header << ack.native_id << ";recibido;;;fun-1\n";
  const auto received = CollectAfter();
  ASSERT_THAT(received, SizeIs(1));
  EXPECT_TRUE(std::get<OutgoingAction>(received[0]).action.has_confirm_reception());
  ASSERT_THAT(Accept(received[0]), IsOk());
  EXPECT_THAT(CollectAfter(), IsEmpty());
  Drop("respuestas.csv", header + ack.native_id + ";aceptado;;;fun-1\n");
  const auto accepted = CollectAfter();
  ASSERT_THAT(accepted, SizeIs(1));
  EXPECT_EQ(std::get<OutgoingAction>(accepted[0]).leg_id, TestId('L'));
}

TEST_F(FolderAdapterTest, AWrongAnswerIsExplainedBesideIt) {
  ASSERT_OK_AND_ASSIGN(const DeliveryAck ack, adapter_->Deliver(SomeReferral()));
  clock_.SetTime(absl::Now() + absl::Minutes(1));
  std::ofstream(Path("entrada/" + ack.native_id + "/acuse.csv"))
      << "Código corto;Decisión;Motivo;Nota;Persona funcionaria\n"
      << ack.native_id << ";quizás;;;fun-1\n";
  EXPECT_THAT(CollectAfter(), IsEmpty());
  EXPECT_THAT(
      Read(Path("entrada/" + ack.native_id + "/acuse-motivo.txt")),
      HasSubstr(
          "Línea 2, columna «Decisión»: se encontró «quizás». Se permite: recibido, se pide información"));
}

TEST_F(FolderAdapterTest, JsonIsTakenLikeCsv) {
  Drop("a.json", R"([{"reference":"1","full_name":"P","population":["journalist"],"procedure":"ordinary",
    "perpetrator":"unidentified","incidents":["threat","killing"],"subdivision":"MX-CHH",
    "petition_time":"2026-01-14T09:30:00-06:00","consent_basis":"informed_consent","consent_time":"2026-01-14"}])");
  const auto items = CollectAfter();
  ASSERT_THAT(items, SizeIs(1)) << Reason();
  EXPECT_EQ(Referral(items[0]).classification.incidents_size(), 2);
}

TEST_F(FolderAdapterTest, ReceiptsAreWrittenWithoutFormulas) {
  Drop("a.csv", kHeaders + Line("=CMD|x"));
  ASSERT_THAT(Accept(CollectAfter().at(0)), IsOk());
  std::string receipt;
  for (const std::string& name : List("procesado")) {
    if (name.find("recibo") != std::string::npos) receipt = Read(Path("procesado/" + name));
  }
  EXPECT_THAT(receipt, HasSubstr("\r\n'=CMD|x;AAAA-BBBB-C;7;"));
}

TEST_F(FolderAdapterTest, WrongSettingsAreRefusedAtTheStart) {
  config::v1::AdapterConfig config = FolderConfig(folder_.path());
  config.mutable_folder()->clear_root();
  EXPECT_EQ(base::FieldOf(FolderAdapter::New(config, clock_).status()), "folder.root");
  EXPECT_THAT(FolderAdapter::New(config_, clock_), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace enlace::adapters
