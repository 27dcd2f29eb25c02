# Checks of the tree that run as tests: label `check` for the code and the
# documents, label `contract` for protos/. Each check is a script of its own,
# and testdata/ holds a small tree in which it must find something.
set(checks ${CMAKE_CURRENT_LIST_DIR})

foreach(check layers case_rows countries every_source_has_a_test file_sizes no_unfinished_words docs_links promises mutants)
  add_test(NAME check.${check}
    COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} -P ${checks}/${check}.cmake)
  add_test(NAME check.${check}.finds_what_is_wrong
    COMMAND ${CMAKE_COMMAND} -DCHECK=${check} -P ${checks}/self_test.cmake)
  set_tests_properties(check.${check} check.${check}.finds_what_is_wrong PROPERTIES LABELS check TIMEOUT 60)
endforeach()

add_test(NAME buf.lint COMMAND ${PROJECT_SOURCE_DIR}/scripts/buf lint)
# Against the contract of the last release; scripts/record-contract makes it.
add_test(NAME buf.breaking COMMAND ${PROJECT_SOURCE_DIR}/scripts/buf breaking protos --against protos/baseline.binpb)
set_tests_properties(buf.lint buf.breaking PROPERTIES LABELS contract TIMEOUT 60)
