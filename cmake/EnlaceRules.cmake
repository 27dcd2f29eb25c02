# The three rules by which every folder says what it builds.
#
#   enlace_library(NAME gateway_base SRCS a.cc HDRS a.h DEPS absl::status)
#   enlace_test(NAME gateway_base_test SRCS a_test.cc DEPS enlace::gateway_base)
#   enlace_fuzz_test(NAME csv_fuzz SRCS csv_fuzz.cc DEPS enlace::adapters_folder)
#
# A library is named after its path and has the alias enlace::NAME. Every direct
# dependency is listed; cmake/checks/layers.cmake reads the #include lines and
# fails a build whose includes go the wrong way.

add_library(enlace_options INTERFACE)
target_compile_features(enlace_options INTERFACE cxx_std_20)
target_include_directories(enlace_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(enlace_options INTERFACE
  -Wall -Wextra -Werror -Wno-unused-parameter -Wnon-virtual-dtor
  -Woverloaded-virtual -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(enlace_options INTERFACE -Wthread-safety)
endif()
if(ENLACE_HARDENING)
  # OpenSSF "Compiler Options Hardening Guide for C and C++".
  target_compile_options(enlace_options INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS
    -fstack-protector-strong -fstack-clash-protection -fcf-protection=full
    -ftrivial-auto-var-init=zero -fno-delete-null-pointer-checks
    -fno-strict-overflow -Wformat -Wformat=2 -Werror=format-security)
  target_link_options(enlace_options INTERFACE
    -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,nodlopen
    -Wl,--as-needed -Wl,--no-copy-dt-needed-entries)
endif()
if(ENLACE_SANITIZE)
  target_compile_options(enlace_options INTERFACE -fsanitize=${ENLACE_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(enlace_options INTERFACE -fsanitize=${ENLACE_SANITIZE})
endif()
if(ENLACE_FUZZ)
  target_compile_options(enlace_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(ENLACE_COVERAGE)
  target_compile_options(enlace_options INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(enlace_options INTERFACE -fprofile-instr-generate)
endif()

find_program(ENLACE_LLD ld.lld)
if(ENLACE_LLD)
  add_link_options(-fuse-ld=lld)
endif()

function(enlace_library)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;HDRS;DEPS" ${ARGN})
  if(ARG_SRCS)
    add_library(${ARG_NAME} STATIC ${ARG_SRCS} ${ARG_HDRS})
    target_link_libraries(${ARG_NAME} PUBLIC ${ARG_DEPS} PRIVATE enlace_options)
    target_include_directories(${ARG_NAME} PUBLIC ${PROJECT_SOURCE_DIR})
    target_compile_features(${ARG_NAME} PUBLIC cxx_std_20)
  else()
    add_library(${ARG_NAME} INTERFACE)
    target_link_libraries(${ARG_NAME} INTERFACE ${ARG_DEPS})
    target_include_directories(${ARG_NAME} INTERFACE ${PROJECT_SOURCE_DIR})
  endif()
  add_library(enlace::${ARG_NAME} ALIAS ${ARG_NAME})
endfunction()

function(enlace_binary)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SRCS})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} enlace_options)
  set_target_properties(${ARG_NAME} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin POSITION_INDEPENDENT_CODE ON)
endfunction()

function(enlace_test)
  if(ENLACE_FUZZ)
    return()
  endif()
  cmake_parse_arguments(ARG "" "NAME;TIMEOUT" "SRCS;DEPS;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${ARG_NAME} ${ARG_SRCS})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main enlace_options)
  set_target_properties(${ARG_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  # Tests run at the root of the tree. An absolute path in the command would keep
  # ccache from knowing the test in another clone.
  target_compile_definitions(${ARG_NAME} PRIVATE ENLACE_SOURCE_DIR=".")
  gtest_discover_tests(${ARG_NAME} DISCOVERY_MODE PRE_TEST
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()

# A libFuzzer target under the preset `fuzz`; elsewhere a test that replays its
# corpus (tests/fuzz/corpus/NAME) once, so that old findings stay found.
function(enlace_fuzz_test)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS" ${ARGN})
  set(corpus ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${ARG_NAME})
  if(ENLACE_FUZZ)
    add_executable(${ARG_NAME} ${ARG_SRCS})
    target_link_options(${ARG_NAME} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${ARG_NAME} ${ARG_SRCS} ${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cc)
  endif()
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} enlace_options)
  set_target_properties(${ARG_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
  add_test(NAME fuzz.${ARG_NAME} COMMAND ${ARG_NAME} $<IF:$<BOOL:${ENLACE_FUZZ}>,-runs=0,--replay> ${corpus}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endfunction()
