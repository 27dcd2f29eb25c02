int test;
