#include "client/enlacectl/report/report_text.h"

#include <gmock/gmock.h>

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Report TestReport() {
  v1::Report report;
  report.set_display_name("Mecanismo");
  report.set_smallest_cell(5);
  report.add_duty_ids("MX-REP-2");
  v1::ReportTable* table = report.add_tables();
  table->set_breakdown(v1::BREAKDOWN_CLOCK);
  table->add_columns("clocks");
  table->add_columns("overdue");
  v1::ReportRow* row = table->add_rows();
  row->set_key("MX-1");
  row->set_authority(v1::CLOCK_AUTHORITY_STATUTE);
  row->add_cells()->set_value(40);
  row->add_cells()->set_suppressed(true);
  row = table->add_rows();
  row->set_key("MX-OP-1");
  row->set_authority(v1::CLOCK_AUTHORITY_OPERATOR_TARGET);
  row->add_cells()->set_value(0);
  row->add_cells();
  table->mutable_total()->add_cells()->set_value(40);
  table->mutable_total()->add_cells()->set_suppressed(true);
  return report;
}

TEST(ReportTextTest, TheTextNamesTablesColumnsAndAuthoritiesInTheReadersLanguage) {
  const std::string spanish = ReportAsText(TestReport(), Language::kSpanish);
  EXPECT_THAT(spanish, HasSubstr("Plazos por regla"));
  EXPECT_THAT(spanish, HasSubstr("VENCIDOS"));
  EXPECT_THAT(spanish, HasSubstr("MX-1 (ley)"));
  EXPECT_THAT(spanish, HasSubstr("MX-REP-2"));
  EXPECT_THAT(ReportAsText(TestReport(), Language::kPortuguese), HasSubstr("Prazos por regra"));
}

TEST(ReportTextTest, ATargetOfTheOperatorIsNeverShownAsLaw) {
  EXPECT_THAT(ReportAsText(TestReport(), Language::kEnglish),
              HasSubstr("MX-OP-1 (target of the operator, not law)"));
  EXPECT_THAT(ReportAsCsv(TestReport(), Language::kEnglish),
              HasSubstr("CLOCK,MX-OP-1,\"target of the operator, not law\",clocks,0\r\n"));
}

TEST(ReportTextTest, WhatIsLeftOutIsTheSameSignInTextAndCsvAndIsExplained) {
  const std::string text = ReportAsText(TestReport(), Language::kEnglish);
  EXPECT_THAT(text, HasSubstr("<5*"));
  EXPECT_THAT(text, HasSubstr("<5*  left out"));
  EXPECT_THAT(ReportAsCsv(TestReport(), Language::kEnglish), HasSubstr("CLOCK,MX-1,statute,overdue,<5*\r\n"));
  v1::Report open = TestReport();
  open.mutable_tables(0)->clear_rows();
  open.mutable_tables(0)->mutable_total()->mutable_cells(1)->clear_suppressed();
  EXPECT_THAT(ReportAsText(open, Language::kEnglish), Not(HasSubstr("left out")));
}

TEST(ReportTextTest, TheCsvHasOneLineForEachNumberAndTheTotal) {
  EXPECT_EQ(ReportAsCsv(TestReport(), Language::kSpanish),
            "TABLA,FILA,FUENTE,COLUMNA,VALOR\r\n"
            "CLOCK,MX-1,ley,clocks,40\r\n"
            "CLOCK,MX-1,ley,overdue,<5*\r\n"
            "CLOCK,MX-OP-1,\"meta del operador, no es ley\",clocks,0\r\n"
            "CLOCK,MX-OP-1,\"meta del operador, no es ley\",overdue,\r\n"
            "CLOCK,TOTAL,,clocks,40\r\n"
            "CLOCK,TOTAL,,overdue,<5*\r\n");
}

TEST(ReportTextTest, NoCellOfTheCsvIsAFormula) {
  EXPECT_EQ(CsvLine({"=1+1", "+5", "-5", "@x", "\tx", "a=b"}), "'=1+1,'+5,'-5,'@x,'\tx,a=b\r\n");
  EXPECT_EQ(CsvLine({"a,b", "say \"no\"", "two\nlines", ""}),
            "\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\r\n");
  EXPECT_EQ(CsvLine({"\r=x"}), "\"'\r=x\"\r\n");
  v1::UnansweredList list;
  v1::UnansweredLeg* leg = list.add_legs();
  leg->mutable_recipient()->set_agency_id("mx-fgr");
  leg->set_recipient_name("=HYPERLINK(\"http://x\")");
  EXPECT_THAT(UnansweredAsCsv(list, Language::kEnglish), HasSubstr("\"'=HYPERLINK"));
}

TEST(ReportTextTest, TheListSaysWhoWasAskedHowLongItWaitsAndWhatIsOverdue) {
  v1::UnansweredList list;
  v1::UnansweredLeg* leg = list.add_legs();
  leg->mutable_recipient()->set_agency_id("mx-fgr");
  leg->set_recipient_name("Fiscalía");
  leg->set_purpose(v1::LEG_PURPOSE_PROTECTION);
  leg->set_state(v1::LEG_STATE_DELIVERED);
  leg->set_waiting_hours(77);
  leg->set_short_code("ABCD-EFGH-1");
  v1::OverdueClock* clock = leg->add_overdue_clocks();
  clock->set_rule_id("MX-1");
  clock->set_authority(v1::CLOCK_AUTHORITY_STATUTE);
  list.add_legs()->set_state(v1::LEG_STATE_HELD);
  const std::string text = UnansweredAsText(list, Language::kSpanish);
  for (const char* part : {"Fiscalía (mx-fgr)", "77", "MX-1 (ley)", "ABCD-EFGH-1", "(nadie competente)"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

}  // namespace
}  // namespace enlace::client
