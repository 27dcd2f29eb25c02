# What the documents point to exists: every relative link, and every path of the
# repository between backticks. Fenced blocks are examples and not read.
#
#   cmake -DROOT=<repository> -P cmake/checks/docs_links.cmake
include(${CMAKE_CURRENT_LIST_DIR}/tree.cmake)
set(top_folders "\\.ci|adapters|bench|certs|client|cmake|console|deploy|docs|gateway|helm|mechanisms|protos|scripts|tests|third_party|verify")

# Sets `out` to the text of `file` without fenced blocks and without the
# characters that have a meaning in CMake lists; "](" becomes "@LINK(".
function(read_prose file out)
  file(READ ${file} text)
  string(REPLACE "](" "@LINK(" text "${text}")
  string(REGEX REPLACE "[][;]" " " text "${text}")
  set(prose "")
  while(TRUE)
    string(FIND "${text}" "```" begin)
    if(begin EQUAL -1)
      break()
    endif()
    string(SUBSTRING "${text}" 0 ${begin} before)
    string(APPEND prose "${before}")
    math(EXPR begin "${begin} + 3")
    string(SUBSTRING "${text}" ${begin} -1 text)
    string(FIND "${text}" "```" end)
    if(end EQUAL -1)
      set(text "")
    else()
      math(EXPR end "${end} + 3")
      string(SUBSTRING "${text}" ${end} -1 text)
    endif()
  endwhile()
  set(${out} "${prose}${text}" PARENT_SCOPE)
endfunction()

file(GLOB files RELATIVE ${ROOT} ${ROOT}/*.md)
tree_files(deeper FOLDERS docs verify GLOBS *.md)
foreach(file IN LISTS files deeper)
  read_prose(${ROOT}/${file} prose)
  get_filename_component(folder ${ROOT}/${file} DIRECTORY)

  string(REGEX MATCHALL "@LINK\\([^)\n]*\\)" links "${prose}")
  foreach(link IN LISTS links)
    string(REGEX REPLACE "^@LINK\\(([^)#]*)(#[^)]*)?\\)$" "\\1" target "${link}")
    if(target STREQUAL "" OR target MATCHES "^(https?|mailto):")
      continue()
    endif()
    if(NOT EXISTS ${folder}/${target})
      finding("${file}: links to ${target}, which does not exist")
    endif()
  endforeach()

  string(REGEX MATCHALL "`[^`\n]+`" spans "${prose}")
  list(REMOVE_DUPLICATES spans)
  foreach(span IN LISTS spans)
    string(REGEX REPLACE "^`(.*)`$" "\\1" path "${span}")
    # A command counts by its first word: `scripts/test --preset asan`.
    string(REGEX REPLACE " .*" "" path "${path}")
    if(path MATCHES "^(${top_folders})/[A-Za-z0-9_./-]*$" AND NOT EXISTS ${ROOT}/${path})
      finding("${file}: names ${path}, which does not exist")
    endif()
  endforeach()
endforeach()

finish(docs_links "Correct the path, or write what the document promises.")
