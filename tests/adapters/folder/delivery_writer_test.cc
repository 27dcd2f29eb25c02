#include "adapters/folder/delivery_writer.h"

#include "tests/adapters/folder/folder_fixture.h"

namespace enlace::adapters {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DeliveryWriterTest : public FolderFixture {};

TEST_F(DeliveryWriterTest, ACaseIsAFolderWithAllThatItNeeds) {
  ASSERT_OK_AND_ASSIGN(const DeliveryAck ack, adapter_->Deliver(SomeReferral()));
  EXPECT_EQ(ack.channel, "folder");
  EXPECT_THAT(List("entrada/" + ack.native_id), ElementsAre("acuse.csv", "caso.json", "foto.jpg", "resumen.txt"));
  EXPECT_EQ(Read(Path("entrada/" + ack.native_id + "/foto.jpg")), "JPEG");
  EXPECT_EQ(Read(Path("entrada/" + ack.native_id + "/acuse.csv")),
            "\xEF\xBB\xBF" "Código corto;Decisión;Motivo;Nota;Persona funcionaria;Resultado;Consulta\r\n" +
                ack.native_id + ";;;;;;\r\n");
}

TEST_F(DeliveryWriterTest, TheSameLegIsDeliveredOnce) {
  ASSERT_OK_AND_ASSIGN(const DeliveryAck first, adapter_->Deliver(SomeReferral()));
  std::ofstream(Path("entrada/" + first.native_id + "/acuse.csv")) << "lo que escribió la funcionaria";
  Reopen();
  ASSERT_OK_AND_ASSIGN(const DeliveryAck again, adapter_->Deliver(SomeReferral()));
  EXPECT_EQ(first.native_id, again.native_id);
  EXPECT_EQ(Read(Path("entrada/" + first.native_id + "/acuse.csv")), "lo que escribió la funcionaria");
  EXPECT_EQ(List("entrada").size(), 1U);
}

TEST_F(DeliveryWriterTest, ACrashBeforeTheJournalDoesNotDeliverTwice) {
  ASSERT_OK_AND_ASSIGN(const DeliveryAck first, adapter_->Deliver(SomeReferral()));
  adapter_.reset();
  std::filesystem::remove(folder_.File("state/folder.journal"));
  Reopen();
  ASSERT_OK_AND_ASSIGN(const DeliveryAck again, adapter_->Deliver(SomeReferral()));
  EXPECT_EQ(first.native_id, again.native_id);
  EXPECT_EQ(List("entrada").size(), 1U);
}

TEST_F(DeliveryWriterTest, WhatACrashLeftHalfWrittenIsCleanedUp) {
  std::filesystem::create_directory(Path("entrada/.enlace-X"));
  std::ofstream(Path("entrada/.enlace-X/foto.jpg")) << "JP";
  Reopen();
  EXPECT_TRUE(List("entrada").empty());
}

TEST_F(DeliveryWriterTest, ASecondLegOfTheSameReferralHasItsOwnFolder) {
  ASSERT_OK_AND_ASSIGN(const DeliveryAck first, adapter_->Deliver(SomeReferral()));
  IncomingReferral second = SomeReferral();
  second.leg.set_leg_id(TestId('Z'));
  ASSERT_OK_AND_ASSIGN(const DeliveryAck other, adapter_->Deliver(second));
  EXPECT_EQ(other.native_id, first.native_id + "-2");
}

TEST_F(DeliveryWriterTest, AShortCodeCannotLeaveTheFolder) {
  IncomingReferral bad = SomeReferral();
  bad.referral.set_short_code("../../x");
  EXPECT_THAT(adapter_->Deliver(bad), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(DeliveryWriterTest, AChangeIsAnnouncedOnceInTheDaysFileAndTheCase) {
  ASSERT_OK_AND_ASSIGN(const DeliveryAck ack, adapter_->Deliver(SomeReferral()));
  IncomingChange change;
  change.item.set_position(42);
  change.item.set_short_code(SomeReferral().referral.short_code());
  change.item.set_leg_id(TestId('L'));
  change.item.mutable_record_time()->set_seconds(1768478400);
  change.sentence = "La fiscalía aceptó el caso.";
  change.note.set_text("Se abrió carpeta");
  ASSERT_THAT(adapter_->Announce(change), IsOk());
  ASSERT_THAT(adapter_->Announce(change), IsOk());
  const std::string notice = Read(Path("avisos/2026-01-15.txt"));
  EXPECT_EQ(notice, "15/01/2026 06:00  " + change.item.short_code() + "  La fiscalía aceptó el caso.  [42]\r\n");
  EXPECT_THAT(Read(Path("entrada/" + ack.native_id + "/estado.txt")), HasSubstr("[42]\r\n  Se abrió carpeta\r\n"));
}

}  // namespace
}  // namespace enlace::adapters
