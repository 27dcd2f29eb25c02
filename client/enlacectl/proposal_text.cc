#include "client/enlacectl/proposal_text.h"

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/output.h"
#include "google/protobuf/timestamp.pb.h"

namespace enlace::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Fields = std::vector<std::pair<std::string, std::string>>;

void Append(const Message& message, const std::string& prefix, Fields* out);

// One value; `at` is its place in a list, -1 outside of one.
void AppendValue(const Message& message, const FieldDescriptor& field, int at, const std::string& name,
                 Fields* out) {
  const google::protobuf::Reflection& fields = *message.GetReflection();
  const bool listed = at >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Message& inner =
          listed ? fields.GetRepeatedMessage(message, &field, at) : fields.GetMessage(message, &field);
      if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&inner)) {
        out->emplace_back(name, TimeCell(*time));
      } else {
        Append(inner, name + ".", out);
      }
      return;
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text =
          listed ? fields.GetRepeatedString(message, &field, at) : fields.GetString(message, &field);
      out->emplace_back(name,
                        field.type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(text) : text);
      return;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      out->emplace_back(name,
                        EnumText(field.enum_type(), listed ? fields.GetRepeatedEnumValue(message, &field, at)
                                                           : fields.GetEnumValue(message, &field)));
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      out->emplace_back(name, absl::StrCat(listed ? fields.GetRepeatedUInt32(message, &field, at)
                                                  : fields.GetUInt32(message, &field)));
      return;
    case FieldDescriptor::CPPTYPE_BOOL:
      out->emplace_back(name, fields.GetBool(message, &field) ? "yes" : "no");
      return;
    default:
      // No act has fields of other types; one that comes to have them is shown whole.
      out->emplace_back(name, message.ShortDebugString());
  }
}

void Append(const Message& message, const std::string& prefix, Fields* out) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    const std::string name = prefix + field->name();
    if (!field->is_repeated()) {
      AppendValue(message, *field, -1, name, out);
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      AppendValue(message, *field, i, absl::StrCat(name, "[", i, "]"), out);
    }
  }
}

const FieldDescriptor* FieldOf(const v1::ProposedAct& act) {
  return act.act_case() == v1::ProposedAct::ACT_NOT_SET
             ? nullptr
             : act.GetDescriptor()->FindFieldByNumber(act.act_case());
}

// The act's fields but its request_id, which tells a person nothing.
Fields FieldsOf(const v1::ProposedAct& act) {
  Fields fields;
  const FieldDescriptor* field = FieldOf(act);
  if (field == nullptr) return fields;
  Append(act.GetReflection()->GetMessage(act, field), "", &fields);
  std::erase_if(fields, [](const auto& one) { return one.first == "request_id"; });
  return fields;
}

}  // namespace

std::string ActText(const v1::ProposedAct& act) {
  const FieldDescriptor* field = FieldOf(act);
  return field == nullptr ? "" : absl::StrReplaceAll(field->name(), {{"_", "-"}});
}

std::string ActSummary(const v1::ProposedAct& act) {
  std::string text = ActText(act);
  for (const auto& [name, value] : FieldsOf(act)) {
    if (text.size() > 100) return absl::StrCat(text, " ...");
    absl::StrAppend(&text, " ", name, "=", value);
  }
  return text;
}

std::string DescribeProposal(const v1::Proposal& proposal) {
  Fields fields = {{"proposal", proposal.proposal_id()},
                   {"state", EnumText(proposal.state())},
                   {"proposer", proposal.proposer()},
                   {"reason", proposal.reason()},
                   {"proposed", TimeCell(proposal.create_time())},
                   {"expires", TimeCell(proposal.expire_time())},
                   {"decided by", proposal.decider()},
                   {"decided", TimeCell(proposal.decide_time())},
                   {"because", proposal.decide_reason()},
                   {"act", ActText(proposal.act())}};
  for (auto& [name, value] : FieldsOf(proposal.act())) fields.emplace_back("  " + name, std::move(value));
  return FormatFields(fields);
}

}  // namespace enlace::client
