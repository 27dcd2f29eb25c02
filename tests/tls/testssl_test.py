#!/usr/bin/env python3
"""That tests/tls/testssl finds what is wrong in what testssl.sh found."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
SCRIPT = pathlib.Path(__file__).resolve().parent / 'testssl'
sys.path.insert(0, str(SCRIPT.parent))
loader = importlib.machinery.SourceFileLoader('testssl', str(SCRIPT))
testssl = importlib.util.module_from_spec(importlib.util.spec_from_loader('testssl', loader))
loader.exec_module(testssl)

CLEAN = [{'id': name, 'severity': 'OK', 'finding': text} for name, text in testssl.SEEN.items()]
OLD = {'id': 'cert_notAfter', 'severity': 'HIGH', 'finding': 'soon'}


class JudgeTest(unittest.TestCase):
    def test_a_clean_scan_passes(self):
        self.assertEqual(testssl.judge([*CLEAN, {'id': 'x', 'severity': 'LOW', 'finding': ''}], {}), [])

    def test_a_finding_above_low_is_told_unless_it_is_accepted(self):
        self.assertEqual(testssl.judge([*CLEAN, OLD], {}), ['cert_notAfter: HIGH: soon'])
        self.assertEqual(testssl.judge([*CLEAN, OLD], {'cert_notAfter': 'why'}), [])

    def test_what_is_accepted_in_vain_is_told(self):
        self.assertEqual(testssl.judge(CLEAN, {'gone': 'why'}), ['gone: is accepted, but was not found'])

    def test_a_scan_that_saw_nothing_is_not_clean(self):
        self.assertEqual(len(testssl.judge([], {})), len(testssl.SEEN))

    def test_a_port_that_speaks_tls_1_2_is_told(self):
        findings = [{**finding, 'finding': 'offered'} if finding['id'] == 'TLS1_2' else finding for finding in CLEAN]
        self.assertEqual(testssl.judge(findings, {}), ['TLS1_2: expected "not offered", found "offered"'])


if __name__ == '__main__':
    unittest.main()
