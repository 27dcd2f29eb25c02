"""The parts of scripts/bench: what is measured, on what, and how it is told."""
