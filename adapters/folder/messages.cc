#include "adapters/folder/messages.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "adapters/folder/table.h"
#include "adapters/folder/text_encoding.h"

namespace enlace::adapters::folder {
namespace {

// {f} found, {a} allowed, {o} folder for what the agency drops.
struct ProblemWords {
  ProblemKind kind;
  Words words;
};

constexpr ProblemWords kTexts[] = {
    {ProblemKind::kNotText,
     {"no es un archivo de texto CSV o JSON. Guárdelo como «CSV UTF-8» y vuelva a dejarlo en {o}.",
      "não é um arquivo de texto CSV ou JSON. Salve-o como «CSV UTF-8» e coloque-o de novo em {o}.",
      "this is not a CSV or JSON text file. Save it as \"CSV UTF-8\" and put it into {o} again."}},
    {ProblemKind::kEmptyFile,
     {"el archivo está vacío. Revise la exportación y vuelva a dejarlo en {o}.",
      "o arquivo está vazio. Verifique a exportação e coloque-o de novo em {o}.",
      "the file is empty. Check the export and put it into {o} again."}},
    {ProblemKind::kFileTooLarge,
     {"el archivo mide {f}; se permite como máximo {a}. Divídalo en varios archivos.",
      "o arquivo tem {f}; o máximo permitido é {a}. Divida-o em vários arquivos.",
      "the file has {f}; at most {a} is allowed. Split it into several files."}},
    {ProblemKind::kNotRegularFile,
     {"es un enlace o un dispositivo, no un archivo. Copie el archivo mismo en {o}.",
      "é um atalho ou dispositivo, não um arquivo. Copie o próprio arquivo para {o}.",
      "this is a link or a device, not a file. Copy the file itself into {o}."}},
    {ProblemKind::kUnterminatedQuote,
     {"se abre una comilla (\") que no se cierra antes del final del archivo. Cierre la comilla o vuelva a exportar el "
      "archivo completo.",
      "há uma aspa (\") aberta que não se fecha até o fim do arquivo. Feche a aspa ou exporte o arquivo completo de novo.",
      "a quote (\") is opened and not closed before the end of the file. Close it, or export the whole file again."}},
    {ProblemKind::kTextAfterQuote,
     {"hay texto después de una comilla de cierre. Escriba dos comillas (\"\") dentro de un texto entre comillas.",
      "há texto depois de uma aspa de fechamento. Escreva duas aspas (\"\") dentro de um texto entre aspas.",
      "there is text after a closing quote. Write two quotes (\"\") within quoted text."}},
    {ProblemKind::kTooManyColumns,
     {"tiene {f} columnas y el encabezado tiene {a}. Ponga entre comillas los textos que contienen el separador.",
      "tem {f} colunas e o cabeçalho tem {a}. Coloque entre aspas os textos que contêm o separador.",
      "it has {f} columns and the header has {a}. Put quotes around texts that hold the separator."}},
    {ProblemKind::kTooManyLines,
     {"tiene más de {a} líneas. Divida el archivo.", "tem mais de {a} linhas. Divida o arquivo.",
      "it has more than {a} lines. Split the file."}},
    {ProblemKind::kNoLines,
     {"el archivo solo tiene el encabezado. Agregue al menos una línea y vuelva a dejarlo en {o}.",
      "o arquivo só tem o cabeçalho. Inclua ao menos uma linha e coloque-o de novo em {o}.",
      "the file has only a header. Add at least one line and put it into {o} again."}},
    {ProblemKind::kMissingColumns,
     {"faltan columnas obligatorias: {a}. Columnas encontradas: {f}. Corrija el encabezado y vuelva a dejar el archivo "
      "en {o}.",
      "faltam colunas obrigatórias: {a}. Colunas encontradas: {f}. Corrija o cabeçalho e coloque o arquivo de novo em {o}.",
      "required columns are missing: {a}. Columns found: {f}. Correct the header and put the file into {o} again."}},
    {ProblemKind::kRepeatedColumn,
     {"dice lo mismo que la columna «{f}». Deje una sola.", "diz o mesmo que a coluna «{f}». Deixe só uma.",
      "says the same as the column \"{f}\". Keep one."}},
    {ProblemKind::kMissingValue,
     {"está vacía y es obligatoria. Complétela.", "está vazia e é obrigatória. Preencha-a.",
      "is empty and required. Fill it in."}},
    {ProblemKind::kUnknownCode,
     {"se encontró «{f}». Se permite: {a}. Escriba uno de estos valores.",
      "foi encontrado «{f}». É permitido: {a}. Escreva um destes valores.",
      "\"{f}\" was found. Allowed: {a}. Write one of these values."}},
    {ProblemKind::kBadTime,
     {"«{f}» no es una fecha que se entienda. Escríbala así: {a}.",
      "«{f}» não é uma data que se entenda. Escreva assim: {a}.",
      "\"{f}\" is not a date that can be understood. Write it like this: {a}."}},
    {ProblemKind::kFutureTime,
     {"«{f}» está en el futuro. Corrija la fecha.", "«{f}» está no futuro. Corrija a data.",
      "\"{f}\" lies in the future. Correct the date."}},
    {ProblemKind::kBadNumber,
     {"«{f}» no es un número permitido. Escriba {a}.", "«{f}» não é um número permitido. Escreva {a}.",
      "\"{f}\" is not an allowed number. Write {a}."}},
    {ProblemKind::kBadValue,
     {"«{f}» no tiene la forma esperada. Escriba {a}.", "«{f}» não tem a forma esperada. Escreva {a}.",
      "\"{f}\" does not have the expected form. Write {a}."}},
    {ProblemKind::kValueTooLong,
     {"el texto mide {f}; se permite como máximo {a}. Acórtelo o envíelo como anexo.",
      "o texto tem {f}; o máximo permitido é {a}. Encurte-o ou envie-o como anexo.",
      "the text has {f}; at most {a} is allowed. Shorten it or send it as an attachment."}},
    {ProblemKind::kAttachmentMissing,
     {"el anexo «{f}» no está en {o}. Déjelo allí junto con este archivo.",
      "o anexo «{f}» não está em {o}. Coloque-o ali junto com este arquivo.",
      "the attachment \"{f}\" is not in {o}. Put it there together with this file."}},
    {ProblemKind::kAttachmentTooLarge,
     {"el anexo «{f}» supera el máximo de {a} por caso. Redúzcalo, por ejemplo bajando la resolución.",
      "o anexo «{f}» passa do máximo de {a} por caso. Reduza-o, por exemplo baixando a resolução.",
      "the attachment \"{f}\" exceeds the most of {a} per case. Reduce it, for example by a lower resolution."}},
    {ProblemKind::kAttachmentName,
     {"«{f}» no es un nombre de archivo permitido: escriba solo el nombre, sin carpetas ni barras.",
      "«{f}» não é um nome de arquivo permitido: escreva só o nome, sem pastas nem barras.",
      "\"{f}\" is not an allowed file name: write the name only, without folders or slashes."}},
    {ProblemKind::kAttachmentNotAFile,
     {"el anexo «{f}» es un enlace o una carpeta. Copie el archivo mismo en {o}.",
      "o anexo «{f}» é um atalho ou uma pasta. Copie o próprio arquivo para {o}.",
      "the attachment \"{f}\" is a link or a folder. Copy the file itself into {o}."}},
    {ProblemKind::kReferenceReused,
     {"la referencia «{f}» ya se envió con otro contenido. No se envió de nuevo. Si es otro caso, use otra referencia; "
      "si quiere corregir el caso enviado, comuníquelo a quien lo recibió.",
      "a referência «{f}» já foi enviada com outro conteúdo. Não foi enviada de novo. Se é outro caso, use outra "
      "referência; se quer corrigir o caso enviado, comunique a quem o recebeu.",
      "the reference \"{f}\" was sent before with other content. It was not sent again. For another case use another "
      "reference; to correct the case that was sent, tell its recipient."}},
    {ProblemKind::kBadJson,
     {"el JSON está mal formado cerca del carácter {f}. Vuelva a exportarlo.",
      "o JSON está mal formado perto do caractere {f}. Exporte-o de novo.",
      "the JSON is malformed near character {f}. Export it again."}},
    {ProblemKind::kJsonNotUtf8,
     {"el JSON no está en UTF-8. Expórtelo en UTF-8.", "o JSON não está em UTF-8. Exporte-o em UTF-8.",
      "the JSON is not UTF-8. Export it as UTF-8."}},
    {ProblemKind::kJsonShape,
     {"se espera un objeto o una lista de objetos con textos, números o listas de textos, sin más niveles.",
      "espera-se um objeto ou uma lista de objetos com textos, números ou listas de textos, sem mais níveis.",
      "an object or a list of objects with texts, numbers or lists of texts is expected, nothing deeper."}},
    {ProblemKind::kJsonRepeatedKey,
     {"la clave «{f}» aparece dos veces en el mismo objeto. Deje una sola.",
      "a chave «{f}» aparece duas vezes no mesmo objeto. Deixe só uma.",
      "the key \"{f}\" stands twice in the same object. Keep one."}},
    {ProblemKind::kUnknownCase,
     {"el código corto «{f}» no es de un caso entregado aquí. Cópielo de la carpeta del caso.",
      "o código curto «{f}» não é de um caso entregue aqui. Copie-o da pasta do caso.",
      "the short code \"{f}\" is not of a case delivered here. Copy it from the folder of the case."}},
    {ProblemKind::kNoteRequired,
     {"está vacía y esta decisión exige una explicación. Escríbala.",
      "está vazia e esta decisão exige uma explicação. Escreva-a.",
      "is empty and this decision needs an explanation. Write one."}},
    {ProblemKind::kRefused,
     {"Enlace no lo aceptó: {f}. Corrija lo indicado y vuelva a dejarlo en {o}.",
      "o Enlace não o aceitou: {f}. Corrija o indicado e coloque-o de novo em {o}.",
      "Enlace did not accept it: {f}. Correct this and put it into {o} again."}},
    {ProblemKind::kOrphan,
     {"ningún archivo CSV o JSON lo menciona como anexo. Si es una lista de casos, guárdela como «CSV UTF-8»; si es un "
      "anexo, escriba su nombre en la columna de anexos y déjelos juntos en {o}.",
      "nenhum arquivo CSV ou JSON o menciona como anexo. Se é uma lista de casos, salve-a como «CSV UTF-8»; se é um "
      "anexo, escreva o nome na coluna de anexos e coloque-os juntos em {o}.",
      "no CSV or JSON file names it as an attachment. If it is a list of cases, save it as \"CSV UTF-8\"; if it is an "
      "attachment, write its name into the attachments column and put both into {o}."}},
};

const Words& TextOf(ProblemKind kind) {
  return std::find_if(std::begin(kTexts), std::end(kTexts), [kind](const auto& t) { return t.kind == kind; })->words;
}

// "Línea 3, columna «Responsable»: "
std::string Where(const Problem& problem, Language language) {
  static constexpr Words kLine = {"línea ", "linha ", "line "};
  static constexpr Words kColumn = {"columna «", "coluna «", "column \""};
  static constexpr Words kFile = {"Archivo completo: ", "Arquivo inteiro: ", "Whole file: "};
  static constexpr Words kClose = {"»", "»", "\""};
  std::string out;
  if (problem.line > 0) absl::StrAppend(&out, kLine.In(language), problem.line);
  if (!problem.column.empty()) {
    absl::StrAppend(&out, out.empty() ? "" : ", ", kColumn.In(language), Shortened(problem.column, 60),
                    kClose.In(language));
  }
  if (out.empty()) return std::string(kFile.In(language));
  out[0] = static_cast<char>(out[0] - 'a' + 'A');  // Both words begin with an ASCII letter.
  return out + ": ";
}

// One line, whatever somebody wrote.
std::string OneLine(absl::string_view text) {
  std::string out = Shortened(text, 120);
  std::replace_if(out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return out;
}

}  // namespace

FolderNames NamesIn(Language language) {
  switch (language) {
    case Language::kPortuguese:
      return {"entrada", "saida", "quarentena", "processado", "avisos"};
    case Language::kEnglish:
      return {"inbox", "outbox", "quarantine", "done", "notices"};
    case Language::kSpanish:
      break;
  }
  return {"entrada", "salida", "cuarentena", "procesado", "avisos"};
}

std::string ProblemText(const Problem& problem, Language language) {
  const std::string outgoing = absl::StrCat(NamesIn(language).outgoing, "/");
  // One pass, so that braces in what was found stay what they are.
  return Where(problem, language) +
         absl::StrReplaceAll(TextOf(problem.kind).In(language),
                             {{"{f}", OneLine(problem.found)}, {"{a}", problem.allowed}, {"{o}", outgoing}});
}

std::string ReasonText(absl::string_view file, const Problems& problems, bool rest_taken, Language language) {
  static constexpr Words kFile = {"Archivo: ", "Arquivo: ", "File: "};
  static constexpr Words kNothing = {
      "Enlace no tomó este archivo. Motivo:", "O Enlace não tomou este arquivo. Motivo:",
      "Enlace did not take this file. Reason:"};
  static constexpr Words kSome = {
      "Enlace no tomó las líneas que siguen; están aquí, en el archivo CSV del mismo nombre. Las demás líneas sí se "
      "tomaron: no las envíe de nuevo. Motivos:",
      "O Enlace não tomou as linhas seguintes; estão aqui, no arquivo CSV do mesmo nome. As outras linhas foram "
      "tomadas: não as envie de novo. Motivos:",
      "Enlace did not take the lines below; they are here, in the CSV file of the same name. The other lines were "
      "taken: do not send them again. Reasons:"};
  std::string out = absl::StrCat(kFile.In(language), OneLine(file), "\r\n",
                                 (rest_taken ? kSome : kNothing).In(language), "\r\n");
  for (const Problem& problem : problems) absl::StrAppend(&out, "- ", ProblemText(problem, language), "\r\n");
  return out;
}

std::string SizeText(size_t bytes, Language language) {
  if (bytes < 1000) return absl::StrCat(bytes, " bytes");
  if (bytes < 1000000) return absl::StrCat((bytes + 999) / 1000, " kB");
  std::string text = absl::StrFormat("%.1f MB", static_cast<double>(bytes) / 1e6);
  if (language != Language::kEnglish) absl::StrReplaceAll({{".", ","}}, &text);
  return text;
}

}  // namespace enlace::adapters::folder
