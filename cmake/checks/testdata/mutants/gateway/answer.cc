int Answer() { return 42; }
