int tested;
