#include "client/enlacectl/demo/story_data.h"

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"

namespace enlace::client::demo {
namespace {

std::string LocalText(absl::Time time) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("America/Chihuahua", &zone)) zone = absl::UTCTimeZone();
  return absl::FormatTime("%d/%m/%Y %H:%M", time, zone);
}

// Code points that Windows-1252 has above Latin-1, as far as Spanish and
// Portuguese use them.
char Windows1252Of(uint32_t code_point) {
  if (code_point < 0x80 || (code_point >= 0xA0 && code_point <= 0xFF)) return static_cast<char>(code_point);
  switch (code_point) {
    case 0x2013: return '\x96';
    case 0x2014: return '\x97';
    case 0x2018: return '\x91';
    case 0x2019: return '\x92';
    case 0x201C: return '\x93';
    case 0x201D: return '\x94';
    case 0x2026: return '\x85';
    case 0x20AC: return '\x80';
    default: return '?';
  }
}

}  // namespace

std::string CasesCsv(absl::Time now) {
  const std::string happened = LocalText(now - absl::Hours(20));
  const std::string petition = LocalText(now - absl::Minutes(40));
  return absl::StrCat(
      "Número de expediente;Tipo de sujeto;Nombre completo;Nombre del colectivo;Número de personas;Población;"
      "Procedimiento;Motivo de urgencia;Presunto responsable;Tipo de agresión;Entidad federativa;Municipio;"
      "Fecha de los hechos;Fecha de la solicitud;Consentimiento;Fecha del consentimiento;Descripción de los hechos;"
      "Teléfono;Anexos;Autoridades excluidas;Persona funcionaria\r\n"
      "UEPCH/2026/001;individual;",
      kPersonName, ";;1;periodista;urgente;vida|libertad;servidor público;amenaza en línea|seguimientos;MX-CHH;Ciudad Juárez;",
      happened, ";", petition, ";Sí;", petition,
      ";\"Recibió “avisos” en su casa; teme por su familia\";+52 000 000 0000;", kAttachmentFile, ";",
      kExcludedAgency,
      ";of-17\r\n"
      "UEPCH/2026/002;colectivo;;Comunidad Ejido Ñoquí;34;persona defensora;ordinario;;no identificado;daños;MX-CHH;"
      "Guachochi;",
      happened, ";", petition, ";Sí;", petition,
      ";Rompieron la ventana de la asamblea – sin testigos;;;", kExcludedAgency, ";of-17\r\n");
}

std::string AttachmentPdf() {
  const std::string text = "BT /F1 14 Tf 72 720 Td (Dictamen de riesgo - documento de demostracion) Tj ET";
  const std::vector<std::string> objects = {
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
      absl::StrCat("<< /Length ", text.size(), " >>\nstream\n", text, "\nendstream"),
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  std::string out = "%PDF-1.4\n";
  std::vector<size_t> offsets;
  for (size_t i = 0; i < objects.size(); ++i) {
    offsets.push_back(out.size());
    absl::StrAppend(&out, i + 1, " 0 obj\n", objects[i], "\nendobj\n");
  }
  const size_t table = out.size();
  absl::StrAppend(&out, "xref\n0 ", objects.size() + 1, "\n0000000000 65535 f \n");
  for (const size_t offset : offsets) absl::StrAppend(&out, absl::Dec(offset, absl::kZeroPad10), " 00000 n \n");
  absl::StrAppend(&out, "trailer\n<< /Size ", objects.size() + 1, " /Root 1 0 R >>\nstartxref\n", table, "\n%%EOF\n");
  return out;
}

std::string ToWindows1252(absl::string_view utf8) {
  std::string out;
  for (size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    uint32_t code_point = length == 1 ? lead : lead & (0xFF >> (length + 1));
    for (size_t k = 1; k < length && i + k < utf8.size(); ++k) {
      code_point = (code_point << 6) | (static_cast<unsigned char>(utf8[i + k]) & 0x3F);
    }
    out.push_back(Windows1252Of(code_point));
    i += length;
  }
  return out;
}

}  // namespace enlace::client::demo
