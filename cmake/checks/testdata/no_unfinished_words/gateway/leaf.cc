// TODO(somebody): the other half
int half;  // FIXME
char name[] = "/tmp/leaf.XXXXXX";
const char* kSpanish = "TODOS LOS CASOS";
