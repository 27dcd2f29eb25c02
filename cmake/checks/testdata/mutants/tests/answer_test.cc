TEST(AnswerTest, IsRight) {}
