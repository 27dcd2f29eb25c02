#include "adapters/folder/quarantine.h"

#include <fstream>

#include "adapters/folder/text_encoding.h"
#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::adapters::folder {
namespace {

const Problems kProblems = {{ProblemKind::kMissingValue, 3, "Hechos", "", ""}};

TEST(QuarantineTest, FileMovesWithItsReason) {
  const TemporaryFolder folder;
  ASSERT_THAT(base::MakeFolders(folder.File("q")), IsOk());
  std::ofstream(folder.File("a.csv")) << "x";
  const Quarantine quarantine(folder.File("q"), Language::kSpanish);
  ASSERT_THAT(quarantine.TakeFile(folder.File("a.csv"), "a.csv", "a-1.csv", kProblems), IsOk());
  EXPECT_FALSE(base::FileExists(folder.File("a.csv")));
  EXPECT_EQ(*base::ReadFile(folder.File("q/a-1.csv")), "x");
  EXPECT_EQ(*base::ReadFile(folder.File("q/a-1.csv.motivo.txt")),
            "Archivo: a.csv\r\nEnlace no tomó este archivo. Motivo:\r\n"
            "- Línea 3, columna «Hechos»: está vacía y es obligatoria. Complétela.\r\n");
  // Done again after a crash, it is done already.
  EXPECT_THAT(quarantine.TakeFile(folder.File("a.csv"), "a.csv", "a-1.csv", kProblems), IsOk());
}

TEST(QuarantineTest, LinesAreWrittenSoThatTheyCanBeCorrectedInASpreadsheet) {
  const TemporaryFolder folder;
  const Table table = {{"Nombre", "Hechos"}, {{2, {"bueno", "x"}}, {3, {"=1+1", ""}}}};
  const Quarantine quarantine(folder.path(), Language::kPortuguese);
  ASSERT_THAT(quarantine.WriteLines("a.json", "a-1.json", table, {3}, kProblems, true), IsOk());
  EXPECT_EQ(*base::ReadFile(folder.File("a-1.csv")), "\xEF\xBB\xBFNombre;Hechos\r\n'=1+1;\r\n");
  EXPECT_THAT(*base::ReadFile(folder.File("a-1.csv.motivo.txt")),
              ::testing::HasSubstr("As outras linhas foram tomadas: não as envie de novo."));
}

TEST(QuarantineTest, NamesTellFilesOfTheSameNameApart) {
  EXPECT_EQ(KeptName("casos.csv", "\x01\x02\x03\x04\x05"), "casos-01020304.csv");
  EXPECT_EQ(KeptName("casos", "\x01\x02\x03\x04\x05"), "casos-01020304");
}

TEST(QuarantineTest, ANameAsLongAsTheDiskTakesLeavesRoomForItsReason) {
  std::string accents;
  for (int i = 0; i < 125; ++i) accents += "ñ";
  for (const std::string& name : {std::string(251, 'x') + ".csv", "y" + accents + ".csv",
                                  std::string(250, 'z') + ".", "v." + std::string(250, 'w')}) {
    const std::string kept = KeptName(name, "\x01\x02\x03\x04\x05");
    EXPECT_LE(kept.size() + std::string(".csv.motivo.txt.tmp4194304").size(), 255U) << name;
    EXPECT_TRUE(DecodeText(kept).has_value() && DecodeText(kept)->encoding == Encoding::kUtf8) << name;
  }
  EXPECT_EQ(KeptName(std::string(251, 'x') + ".csv", "\x01\x02\x03\x04\x05"),
            std::string(180, 'x') + "-01020304.csv");
}

}  // namespace
}  // namespace enlace::adapters::folder
