// The cases at the limits of the formats, one on each side, and at the edges of
// Ed25519: what chance rarely meets.
#ifndef ENLACE_TESTS_VERIFIER_EDGES_H_
#define ENLACE_TESTS_VERIFIER_EDGES_H_

#include <string>
#include <vector>

#include "tests/verifier/case_writer.h"
#include "tests/verifier/specimen.h"

namespace enlace::verifier {

// Adds the order of the base point to the S of a signature: the other spelling
// that a lax verifier takes.
std::string PlusOrder(std::string signature);

// Every encoding of a point of small order, and coordinates that are not reduced.
std::vector<std::string> EdgePoints();

void WriteCurveEdges(CaseWriter& cases);
void WriteNoteEdges(CaseWriter& cases, const LogKey& log, const LogKey& other);
void WriteProofEdges(CaseWriter& cases);
void WriteLeafEdges(CaseWriter& cases);
// Records that end in what readers of protobuf treat differently, each committed
// to and signed.
void WriteRecordEdges(CaseWriter& cases, const LogKey& log);

}  // namespace enlace::verifier

#endif  // ENLACE_TESTS_VERIFIER_EDGES_H_
