# Every source file has a test file in the mirrored tree: the test of
# gateway/ledger/merkle.cc is tests/gateway/ledger/merkle_test.cc. Mains have
# none; integration tests run them.
#
#   cmake -DROOT=<repository> -P cmake/checks/every_source_has_a_test.cmake
include(${CMAKE_CURRENT_LIST_DIR}/tree.cmake)

tree_files(files FOLDERS gateway certs client adapters GLOBS *.cc)
foreach(file IN LISTS files)
  is_main(main ${file})
  string(REGEX REPLACE "\\.cc$" "_test.cc" test tests/${file})
  if(NOT main AND NOT EXISTS ${ROOT}/${test})
    finding("${file}: has no ${test}")
  endif()
endforeach()

finish(every_source_has_a_test "Write the test beside its siblings and list it in their CMakeLists.txt.")
