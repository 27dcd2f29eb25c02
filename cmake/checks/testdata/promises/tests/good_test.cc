TEST(GoodTest, Holds) {}
TEST_P(GoodTest,
       HoldsEverywhere) {}
