#include <boost/beast/http/parser.hpp>
