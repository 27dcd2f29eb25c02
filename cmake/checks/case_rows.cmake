# Rows of a case are read and written in one place, which demands a Grant, and rows
# of a warning in one that asks who reads: no other code names their tables.
#
#   cmake -DROOT=<repository> -P cmake/checks/case_rows.cmake
include(${CMAKE_CURRENT_LIST_DIR}/tree.cmake)

tree_files(files FOLDERS gateway adapters client GLOBS *.h *.cc)
foreach(file IN LISTS files)
  if(file MATCHES "^gateway/store/")
    continue()
  endif()
  file(STRINGS ${ROOT}/${file} lines REGEX "Table::k(Case|Access|Sealed|Warning[A-Za-z]*|ReferralArea)([^A-Za-z]|$)")
  foreach(line IN LISTS lines)
    string(STRIP "${line}" line)
    finding("${file}: ${line}")
  endforeach()
endforeach()

finish(case_rows "Go through gateway/store/case_rows.h with a Grant, or gateway/store/warning_rows.h.")
