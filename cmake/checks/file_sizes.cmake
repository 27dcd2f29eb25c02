# No file of code is longer than a reader holds in mind.
#
#   cmake -DROOT=<repository> -P cmake/checks/file_sizes.cmake
include(${CMAKE_CURRENT_LIST_DIR}/tree.cmake)
if(NOT DEFINED most_lines)
  set(most_lines 500)
endif()

tree_files(files
  FOLDERS .ci adapters bench certs client cmake console deploy gateway helm mechanisms protos scripts tests
  GLOBS *.h *.cc *.proto *.js *.mjs *.ts *.tsx *.py *.sh *.cmake)
file(GLOB scripts RELATIVE ${ROOT} ${ROOT}/scripts/*)
foreach(file IN LISTS files scripts)
  if(IS_DIRECTORY ${ROOT}/${file})
    continue()
  endif()
  file(READ ${ROOT}/${file} content)
  string(REGEX MATCHALL "\n" newlines "${content}")
  list(LENGTH newlines count)
  if(count GREATER most_lines)
    finding("${file}: has ${count} lines; at most ${most_lines}")
  endif()
endforeach()

finish(file_sizes "Split it where a reader would.")
