# What is in the tree is finished: no words that promise to come back.
#
#   cmake -DROOT=<repository> -P cmake/checks/no_unfinished_words.cmake
include(${CMAKE_CURRENT_LIST_DIR}/tree.cmake)
# Whole words: the Spanish TODOS and the template XXXXXX of mkstemp are fine.
set(words "(^|[^A-Za-z_])(TODO|FIXME|XXX)([^A-Za-z_]|$)")

tree_files(files
  FOLDERS .ci adapters bench certs client cmake console deploy docs gateway helm mechanisms protos scripts tests
  GLOBS *.h *.cc *.proto *.js *.mjs *.ts *.tsx *.css *.html *.py *.sh *.cmake *.yaml *.yml *.md CMakeLists.txt)
file(GLOB others RELATIVE ${ROOT} ${ROOT}/*.md ${ROOT}/*.yaml ${ROOT}/CMakeLists.txt ${ROOT}/scripts/*)
foreach(file IN LISTS files others)
  if(IS_DIRECTORY ${ROOT}/${file})
    continue()
  endif()
  file(STRINGS ${ROOT}/${file} lines REGEX "${words}")
  foreach(line IN LISTS lines)
    string(STRIP "${line}" line)
    finding("${file}: ${line}")
  endforeach()
endforeach()

finish(no_unfinished_words "Do it now, or open an issue and remove the word.")
