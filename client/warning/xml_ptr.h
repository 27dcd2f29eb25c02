// Owners of what libxml2 gives out.
#ifndef ENLACE_CLIENT_WARNING_XML_PTR_H_
#define ENLACE_CLIENT_WARNING_XML_PTR_H_

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <memory>

namespace enlace::client {

template <auto free>
struct XmlFree {
  template <typename T>
  void operator()(T* object) const {
    free(object);
  }
};

using XmlDocument = std::unique_ptr<xmlDoc, XmlFree<xmlFreeDoc>>;
using XmlParser = std::unique_ptr<xmlParserCtxt, XmlFree<xmlFreeParserCtxt>>;
using XmlSchemaParser = std::unique_ptr<xmlSchemaParserCtxt, XmlFree<xmlSchemaFreeParserCtxt>>;
using XmlSchema = std::unique_ptr<::xmlSchema, XmlFree<xmlSchemaFree>>;
using XmlSchemaValidator = std::unique_ptr<xmlSchemaValidCtxt, XmlFree<xmlSchemaFreeValidCtxt>>;

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_WARNING_XML_PTR_H_
