# Every patch of tests/mutants applies to the code as it is, and says which
# promise it breaks, which existing tests must notice, and what to build.
#
#   cmake -DROOT=<repository> -P cmake/checks/mutants.cmake
include(${CMAKE_CURRENT_LIST_DIR}/tree.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/test_names.cmake)
find_program(GIT git REQUIRED)
all_tests(tests)
get_filename_component(above ${ROOT} DIRECTORY)

tree_files(patches FOLDERS tests/mutants GLOBS *.patch)
foreach(patch IN LISTS patches)
  file(STRINGS ${ROOT}/${patch} lines)
  set(promise "")
  set(breaks "")
  set(test "")
  set(target "")
  foreach(line IN LISTS lines)
    if(line MATCHES "^diff ")
      break()
    elseif(line MATCHES "^(promise|breaks|test|target): (.+)$")
      set(${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
    else()
      finding("${patch}: begins with more than promise, breaks, test and target: ${line}")
    endif()
  endforeach()
  if(NOT promise MATCHES "^P[0-9]+$" OR NOT breaks OR NOT test OR NOT target)
    finding("${patch}: must begin with promise, breaks, test and target")
  endif()
  string(REPLACE " " ";" names "${test}")
  foreach(name IN LISTS names)
    string(REGEX REPLACE "^[A-Za-z0-9_]+/" "" name "${name}")
    if(NOT name IN_LIST tests)
      finding("${patch}: names ${name}, which is no test")
    endif()
  endforeach()
  # Without the repository around it, if ROOT is only a folder of one.
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env GIT_CEILING_DIRECTORIES=${above} ${GIT} apply --check ${ROOT}/${patch}
    WORKING_DIRECTORY ${ROOT} RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
  if(NOT result EQUAL 0)
    finding("${patch}: does not apply to the code any more")
  endif()
endforeach()

finish(mutants "Make the patch anew against the code that keeps the promise now.")
