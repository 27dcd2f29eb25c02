// Measures as a person reads them.
#ifndef ENLACE_CLIENT_ENLACECTL_MEASURE_TEXT_H_
#define ENLACE_CLIENT_ENLACECTL_MEASURE_TEXT_H_

#include <string>

#include "enlace/v1/measure.pb.h"
#include "google/protobuf/repeated_field.h"

namespace enlace::client {

// One row per measure; empty if there is none.
std::string MeasuresText(const google::protobuf::RepeatedPtrField<v1::Measure>& measures);

// What it is, where it stands and why; what is not set is left out.
std::string MeasureText(const v1::Measure& measure);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_MEASURE_TEXT_H_
