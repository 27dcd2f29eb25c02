# What the checks share: the files of the tree and how a finding is told.
# Expects ROOT, the folder that is checked.
cmake_policy(VERSION 3.25)
set(findings 0)

# Sets `out` to the files below the given folders of ROOT that match the glob
# expressions, relative to ROOT and sorted. Foreign and generated files are left
# out, and so are the fixtures of the checks themselves.
function(tree_files out)
  cmake_parse_arguments(ARG "" "" "FOLDERS;GLOBS" ${ARGN})
  set(files)
  foreach(folder IN LISTS ARG_FOLDERS)
    foreach(glob IN LISTS ARG_GLOBS)
      file(GLOB_RECURSE found RELATIVE ${ROOT} ${ROOT}/${folder}/${glob})
      list(APPEND files ${found})
    endforeach()
  endforeach()
  list(FILTER files EXCLUDE REGEX "(^|/)(node_modules|third_party|build)/|^cmake/checks/")
  list(REMOVE_DUPLICATES files)
  list(SORT files)
  set(${out} ${files} PARENT_SCOPE)
endfunction()

# Tells one finding; the check fails at its end.
function(finding text)
  message(NOTICE "${text}")
  math(EXPR count "${findings} + 1")
  set(findings ${count} PARENT_SCOPE)
endfunction()

# Fails if there was a finding. `remedy` says what to do.
macro(finish check remedy)
  if(findings)
    message(FATAL_ERROR "${check}: ${findings} findings. ${remedy}")
  endif()
endmacro()

# Whether the file is a composition root: it may see everything and has no test
# of its own.
function(is_main out file)
  string(REGEX MATCH "(^|/)([a-z0-9_]+_)?main\\.cc$" match ${file})
  if(match)
    set(${out} TRUE PARENT_SCOPE)
  else()
    set(${out} FALSE PARENT_SCOPE)
  endif()
endfunction()
