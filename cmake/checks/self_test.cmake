# Runs a check on its fixture and demands exactly the findings that the fixture's
# expected.txt lists, one a line: a check that cannot fail proves nothing.
#
#   cmake -DCHECK=layers -P cmake/checks/self_test.cmake
set(fixture ${CMAKE_CURRENT_LIST_DIR}/testdata/${CHECK})
execute_process(
  COMMAND ${CMAKE_COMMAND} -DROOT=${fixture} -Dmost_lines=4 -Dlast_promise=4 -Dlast_threat=4 -Dlast_invariant=4 -Dlast_gap=3
          -P ${CMAKE_CURRENT_LIST_DIR}/${CHECK}.cmake
  RESULT_VARIABLE result ERROR_VARIABLE told)
if(result EQUAL 0)
  message(FATAL_ERROR "${CHECK} finds nothing wrong in ${fixture}")
endif()
file(STRINGS ${fixture}/expected.txt expected)
foreach(line IN LISTS expected)
  string(FIND "${told}" "${line}\n" at)
  if(at EQUAL -1)
    message(SEND_ERROR "${CHECK} does not tell: ${line}")
  endif()
endforeach()
list(LENGTH expected count)
if(NOT told MATCHES "${CHECK}: ${count} findings\\.")
  message(SEND_ERROR "${CHECK} does not tell exactly ${count} findings but:\n${told}")
endif()
