auto row = reader.Get(Table::kCase, id);
