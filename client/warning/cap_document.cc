#include "client/warning/cap_document.h"

#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/warning/xml_ptr.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"

namespace enlace::client {
namespace {

constexpr char kNamespace[] = "urn:oasis:names:tc:emergency:cap:1.2";
constexpr char kEvent[] = "Early warning: people at risk";
constexpr char kPopulation[] = "population";
constexpr char kRespondBy[] = "respond-by";
constexpr char kGeocode[] = "ISO3166-2";
constexpr char kRestriction[] = "To those who need it for their task";

constexpr char kSchema[] =
#include "client/warning/cap_schema.inc"
    ;

// No network, no entities replaced, no document type loaded, the library's own
// limits on depth and size left in force.
constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA;

absl::Status Malformed(absl::string_view problem) {
  return base::InvalidField("alert", absl::StrCat("is no CAP 1.2 of this profile: ", problem));
}

const xmlChar* Xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }
const xmlChar* Xml(const std::string& text) { return Xml(text.c_str()); }
absl::string_view Text(const xmlChar* text) {
  return text == nullptr ? absl::string_view() : absl::string_view(reinterpret_cast<const char*>(text));
}

// The library's messages quote content: they go nowhere.
void Silence(void*, const char*, ...) {}  // NOLINT(cert-dcl50-cpp): its type is the library's.

// Errors of the last validation: where, and never what.
void NoteLine(void* line, xmlErrorPtr error) {
  if (*static_cast<int*>(line) == 0) *static_cast<int*>(line) = error->line;
}

// Parsed once; read by all afterwards.
xmlSchemaPtr Schema() {
  static xmlSchema* const schema = [] {
    xmlInitParser();
    const XmlSchemaParser parser(xmlSchemaNewMemParserCtxt(kSchema, sizeof kSchema - 1));
    xmlSchemaSetParserErrors(parser.get(), Silence, Silence, nullptr);
    return xmlSchemaParse(parser.get());
  }();
  return schema;
}

absl::Status Validate(xmlDoc* document) {
  if (Schema() == nullptr) return base::InternalError("the schema of CAP 1.2 does not parse");
  const XmlSchemaValidator validator(xmlSchemaNewValidCtxt(Schema()));
  if (validator == nullptr) return base::InternalError("no memory to validate an alert");
  int line = 0;
  xmlSchemaSetValidStructuredErrors(validator.get(), NoteLine, &line);
  if (xmlSchemaValidateDoc(validator.get(), document) == 0) return absl::OkStatus();
  return Malformed(absl::StrCat("the schema of OASIS refuses line ", line));
}

absl::StatusOr<XmlDocument> Parse(absl::string_view bytes) {
  if (bytes.size() > kMaxAlertBytes) {
    return Malformed(absl::StrCat("it is longer than ", kMaxAlertBytes, " bytes"));
  }
  // Entities are declared in a document type alone. Not even the parser sees one.
  if (absl::StrContains(bytes, "<!DOCTYPE")) {
    return Malformed("it declares a document type, which an alert has no use for");
  }
  xmlInitParser();
  const XmlParser parser(xmlNewParserCtxt());
  if (parser == nullptr) return base::InternalError("no memory to parse an alert");
  XmlDocument document(xmlCtxtReadMemory(parser.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr,
                                         "UTF-8", kOptions));
  if (document == nullptr) return Malformed("it is no XML");
  return document;
}

bool Is(const xmlNode* node, absl::string_view name) {
  return node->type == XML_ELEMENT_NODE && Text(node->name) == name;
}

std::string ContentOf(const xmlNode* node) {
  std::string content;
  for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
      absl::StrAppend(&content, Text(child->content));
    }
  }
  return content;
}

// Content of the first child of that name; empty if there is none.
std::string ChildOf(const xmlNode* parent, absl::string_view name) {
  for (const xmlNode* child = parent->children; child != nullptr; child = child->next) {
    if (Is(child, name)) return ContentOf(child);
  }
  return "";
}

std::vector<const xmlNode*> ChildrenOf(const xmlNode* parent, absl::string_view name) {
  std::vector<const xmlNode*> children;
  for (const xmlNode* child = parent->children; child != nullptr; child = child->next) {
    if (Is(child, name)) children.push_back(child);
  }
  return children;
}

// Values of name and value pairs: parameters, geocodes.
std::vector<std::string> ValuesOf(const xmlNode* parent, absl::string_view pair, absl::string_view name) {
  std::vector<std::string> values;
  for (const xmlNode* one : ChildrenOf(parent, pair)) {
    if (ChildOf(one, "valueName") == name) values.push_back(ChildOf(one, "value"));
  }
  return values;
}

absl::Status ReadTime(absl::string_view element, const std::string& text, std::optional<absl::Time>* time) {
  if (text.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(*time, ParseCapTime(element, text));
  return absl::OkStatus();
}

// Everything of an info that is the same in every language.
absl::Status ReadInfo(const xmlNode* info, CapAlert* alert) {
  alert->urgency = ChildOf(info, "urgency");
  alert->severity = ChildOf(info, "severity");
  alert->certainty = ChildOf(info, "certainty");
  RETURN_IF_ERROR(ReadTime("effective", ChildOf(info, "effective"), &alert->effective));
  RETURN_IF_ERROR(ReadTime("expires", ChildOf(info, "expires"), &alert->expires));
  alert->population = ValuesOf(info, "parameter", kPopulation);
  const std::vector<std::string> respond_by = ValuesOf(info, "parameter", kRespondBy);
  if (!respond_by.empty()) RETURN_IF_ERROR(ReadTime(kRespondBy, respond_by[0], &alert->respond_by));
  for (const xmlNode* area : ChildrenOf(info, "area")) {
    for (std::string& code : ValuesOf(area, "geocode", kGeocode)) {
      alert->subdivisions.push_back(std::move(code));
    }
  }
  return absl::OkStatus();
}

bool SameInfo(const CapAlert& a, const CapAlert& b) {
  return a.urgency == b.urgency && a.severity == b.severity && a.certainty == b.certainty &&
         a.effective == b.effective && a.expires == b.expires && a.respond_by == b.respond_by &&
         a.population == b.population && a.subdivisions == b.subdivisions;
}

absl::Status ReadInfos(const xmlNode* root, CapAlert* alert) {
  bool is_first = true;
  for (const xmlNode* info : ChildrenOf(root, "info")) {
    CapAlert one;
    RETURN_IF_ERROR(ReadInfo(info, &one));
    if (is_first) RETURN_IF_ERROR(ReadInfo(info, alert));
    if (!SameInfo(one, *alert)) return Malformed("two languages say different things of the same warning");
    is_first = false;
    AlertText text{ChildOf(info, "language"), ChildOf(info, "headline"), ChildOf(info, "description"),
                   ChildOf(info, "instruction")};
    if (text.language.empty()) return Malformed("an info does not name its language");
    for (const AlertText& other : alert->texts) {
      if (other.language == text.language) return Malformed("a language stands twice");
    }
    alert->texts.push_back(std::move(text));
  }
  return is_first ? Malformed("it says nothing: there is no info") : absl::OkStatus();
}

// Writes elements in the order of the calls.
class Writer {
 public:
  explicit Writer(xmlNode* parent) : parent_(parent) {}
  // Leaves out what is empty.
  void Add(const char* name, const std::string& text) {
    if (!text.empty()) xmlNewTextChild(parent_, parent_->ns, Xml(name), Xml(text));
  }
  Writer Open(const char* name) { return Writer(xmlNewChild(parent_, parent_->ns, Xml(name), nullptr)); }
  void AddPair(const char* name, const char* value_name, const std::string& value) {
    Writer pair = Open(name);
    pair.Add("valueName", value_name);
    pair.Add("value", value);
  }

 private:
  xmlNode* const parent_;
};

void WriteInfo(const CapAlert& alert, const AlertText& text, Writer info) {
  info.Add("language", text.language);
  info.Add("category", "Security");
  info.Add("event", kEvent);
  info.Add("urgency", alert.urgency);
  info.Add("severity", alert.severity);
  info.Add("certainty", alert.certainty);
  if (alert.effective.has_value()) info.Add("effective", CapTime(*alert.effective));
  if (alert.expires.has_value()) info.Add("expires", CapTime(*alert.expires));
  info.Add("headline", text.headline);
  info.Add("description", text.description);
  info.Add("instruction", text.instruction);
  for (const std::string& group : alert.population) info.AddPair("parameter", kPopulation, group);
  if (alert.respond_by.has_value()) info.AddPair("parameter", kRespondBy, CapTime(*alert.respond_by));
  Writer area = info.Open("area");
  area.Add("areaDesc", absl::StrJoin(alert.subdivisions, " "));
  for (const std::string& code : alert.subdivisions) area.AddPair("geocode", kGeocode, code);
}

// XML has no place for control characters but tab and line ends.
absl::Status CheckText(const std::string& text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
      return base::InvalidField("alert", "a text holds a control character");
    }
  }
  if (xmlCheckUTF8(Xml(text)) == 1) return absl::OkStatus();
  return base::InvalidField("alert", "a text is not in UTF-8");
}

}  // namespace

absl::StatusOr<std::string> FormatAlert(const CapAlert& alert) {
  for (const AlertText& text : alert.texts) {
    for (const std::string* part : {&text.language, &text.headline, &text.description, &text.instruction}) {
      RETURN_IF_ERROR(CheckText(*part));
    }
  }
  const XmlDocument document(xmlNewDoc(Xml("1.0")));
  xmlNode* root = xmlNewNode(nullptr, Xml("alert"));
  xmlDocSetRootElement(document.get(), root);
  xmlSetNs(root, xmlNewNs(root, Xml(kNamespace), nullptr));
  Writer writer(root);
  writer.Add("identifier", alert.identifier);
  writer.Add("sender", alert.sender);
  writer.Add("sent", CapTime(alert.sent));
  writer.Add("status", alert.status);
  writer.Add("msgType", alert.message_type);
  writer.Add("scope", alert.scope);
  if (alert.scope == "Restricted") writer.Add("restriction", kRestriction);
  writer.Add("addresses", absl::StrJoin(alert.addresses, " "));
  writer.Add("references", alert.references);
  for (const AlertText& text : alert.texts) WriteInfo(alert, text, writer.Open("info"));

  xmlChar* bytes = nullptr;
  int size = 0;
  xmlDocDumpFormatMemoryEnc(document.get(), &bytes, &size, "UTF-8", 1);
  std::string out(Text(bytes).substr(0, static_cast<size_t>(size)));
  xmlFree(bytes);
  RETURN_IF_ERROR(ParseAlert(out).status());
  return out;
}

absl::StatusOr<CapAlert> ParseAlert(absl::string_view bytes) {
  ASSIGN_OR_RETURN(const XmlDocument document, Parse(bytes));
  RETURN_IF_ERROR(Validate(document.get()));
  const xmlNode* root = xmlDocGetRootElement(document.get());
  CapAlert alert;
  alert.identifier = ChildOf(root, "identifier");
  alert.sender = ChildOf(root, "sender");
  ASSIGN_OR_RETURN(alert.sent, ParseCapTime("sent", ChildOf(root, "sent")));
  alert.status = ChildOf(root, "status");
  alert.message_type = ChildOf(root, "msgType");
  alert.scope = ChildOf(root, "scope");
  alert.addresses = absl::StrSplit(ChildOf(root, "addresses"), ' ', absl::SkipEmpty());
  alert.references = ChildOf(root, "references");
  RETURN_IF_ERROR(ReadInfos(root, &alert));
  return alert;
}

}  // namespace enlace::client
