auto row = reader.Get(store::Table::kCase, id);
auto record = reader.Get(store::Table::kCaseRecord, id);
