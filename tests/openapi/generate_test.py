#!/usr/bin/python3
"""What docs/openapi/generate makes of a contract of a few lines."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROTO = '''
syntax = "proto3";
package enlace.v1;
import "google/protobuf/timestamp.proto";
import "google/protobuf/duration.proto";
// Why. More.
enum ErrorReason {
  // Zero.
  ERROR_REASON_UNSPECIFIED = 0;
  // Gone.
  ERROR_REASON_GONE = 1;
}
// A letter.
message Letter {
  // How many
  // pages.
  int64 page_count = 1;
  uint32 copies = 2;
  bytes seal = 3;
  google.protobuf.Timestamp sent_time = 4;
  google.protobuf.Duration age = 5;
  map<string, uint64> counts = 6;
  repeated Letter enclosed = 7;
  oneof way {
    string road = 8;
    bool air = 9;
  }
  optional double weight = 10;
}
message GetRequest { string id = 1; }
// Letters. Many.
service LetterService {
  // Reads one. The rest is silence.
  rpc Get(GetRequest) returns (Letter) { option idempotency_level = NO_SIDE_EFFECTS; }
  // Sends one.
  rpc Send(Letter) returns (Letter);
  // Follows.
  rpc Follow(GetRequest) returns (stream Letter);
}
'''


def generator():
    sys.dont_write_bytecode = True  # Beside a script there is no place for a cache.
    loader = importlib.machinery.SourceFileLoader('generate', str(ROOT / 'docs/openapi/generate'))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader('generate', loader))
    loader.exec_module(module)
    return module


class GenerateTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        generate = generator()
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / 'letter.proto').write_text(PROTO, encoding='utf-8')
            cls.document = generate.document(generate.described_files([folder], ['letter.proto']))
        cls.paths = cls.document['paths']
        cls.schemas = cls.document['components']['schemas']
        cls.letter = cls.schemas['enlace.v1.Letter']['properties']

    def test_numbers_of_64_bits_are_strings_and_smaller_ones_are_numbers(self):
        self.assertEqual(self.letter['pageCount']['type'], 'string')
        self.assertEqual(self.letter['copies']['type'], 'integer')
        self.assertEqual(self.letter['counts']['additionalProperties']['type'], 'string')

    def test_well_known_types_have_their_own_json(self):
        self.assertEqual(self.letter['sentTime']['format'], 'date-time')
        self.assertRegex('1.5s', self.letter['age']['pattern'])
        self.assertNotRegex('1.5', self.letter['age']['pattern'])
        self.assertEqual(self.letter['seal']['contentEncoding'], 'base64')

    def test_comments_become_descriptions_without_their_line_breaks(self):
        self.assertEqual(self.letter['pageCount']['description'], 'How many pages.')
        send = self.paths['/enlace.v1.LetterService/Send']['post']
        self.assertEqual(send['summary'], 'Sends one')
        read = self.paths['/enlace.v1.LetterService/Get']['post']
        self.assertEqual(read['description'], 'Reads one. The rest is silence.')

    def test_only_methods_without_side_effects_can_be_asked_by_get(self):
        self.assertIn('get', self.paths['/enlace.v1.LetterService/Get'])
        self.assertNotIn('get', self.paths['/enlace.v1.LetterService/Send'])
        self.assertNotIn('get', self.paths['/enlace.v1.LetterService/Follow'])

    def test_streams_are_envelopes_that_end_with_one_of_their_own(self):
        answer = self.paths['/enlace.v1.LetterService/Follow']['post']['responses']['200']
        choices = answer['content']['application/connect+json']['schema']['anyOf']
        self.assertIn({'$ref': '#/components/schemas/connect.EndOfStream'}, choices)

    def test_a_refusal_may_say_how_long_to_wait(self):
        components = self.document['components']
        for response in ('Refused', 'Failed'):
            self.assertEqual(components['responses'][response]['headers'],
                             {'Retry-After': {'$ref': '#/components/headers/RetryAfter'}})
        self.assertEqual(components['headers']['RetryAfter']['schema'], {'type': 'integer', 'minimum': 0})

    def test_a_type_that_holds_itself_is_referred_to(self):
        self.assertEqual(self.letter['enclosed']['items'], {'$ref': '#/components/schemas/enlace.v1.Letter'})

    def test_choices_are_told_and_optional_fields_are_none(self):
        self.assertEqual(self.schemas['enlace.v1.Letter']['description'],
                         'A letter.\n\nAt most one of `road`, `air` is set.')

    def test_requests_refuse_unknown_fields_and_answers_may_grow(self):
        self.assertIs(self.schemas['enlace.v1.GetRequest']['additionalProperties'], False)
        self.assertNotIn('additionalProperties', self.schemas['enlace.v1.Letter'])

    def test_every_call_needs_a_certificate(self):
        self.assertEqual(self.document['security'], [{'mutualTLS': []}])

    def test_reasons_are_told_as_they_stand_in_an_error(self):
        reason = self.schemas['connect.ErrorDetail']['properties']['debug']['properties']['reason']
        self.assertEqual(reason['enum'], ['GONE'])
        self.assertIn('- `GONE`: Gone.', reason['description'])


if __name__ == '__main__':
    unittest.main()
