command.AddExample("--country", "BR");
