# Includes go one way only. Reads every #include line below gateway, certs,
# client and adapters; headers are found from the root of the repository, so
# that the compiler alone would let everything see everything.
#
#   cmake -DROOT=<repository> -P cmake/checks/layers.cmake
include(${CMAKE_CURRENT_LIST_DIR}/tree.cmake)

# From the bottom to the top: a folder may include what stands on a line before
# its own, and itself.
set(layers
  "gateway/base"
  "certs"
  "gateway/config gateway/referral gateway/investigation gateway/protection gateway/warning gateway/mechanism"
  "gateway/identity"
  "gateway/authz"
  "gateway/clock gateway/ledger gateway/store gateway/report"
  "gateway/delivery"
  "gateway/service"
  "gateway/transport"
  "gateway/main")

# What folders of one line may include of each other: "from>to".
set(siblings
  "gateway/investigation>gateway/referral"
  "gateway/protection>gateway/referral"
  "gateway/warning>gateway/mechanism"
  "gateway/ledger>gateway/store"
  "gateway/store>gateway/clock"
  "gateway/report>gateway/clock")

# Foreign and generated headers that only some folders may include, three
# entries each: expression of the header, of the files that may, and why.
set(reserved
  "^openssl/(x509|cms|pkcs|ocsp|ts\\.)" "^certs/" "certificates are read and written in one place"
  "^openssl/ssl\\.h$" "^(certs/|client/|gateway/transport/tls/)" "TLS ends in one place"
  "^(grpcpp/|grpc/(support/|impl/|[^/]+\\.h$))" "^(client/|adapters/grpc/)" "gRPC is for clients: the gateway has a door of its own"
  "\\.grpc\\.pb\\.h$" "^(client/|adapters/grpc/|adapters/runtime/)" "gRPC is for clients: the gateway has a door of its own"
  "^nghttp2/" "^gateway/transport/http2/" "HTTP/2 is read and written in one place"
  "^boost/" "^gateway/transport/http1/" "HTTP/1.1 is read in one place"
  "^sqlite3\\.h$" "^gateway/store/sqlite/" "a store hides its database"
  "^yaml-cpp/" "^gateway/base/" "YAML becomes a typed message in one place"
  "^spdlog/" "^gateway/base/" "log lines go through gateway/base/log.h"
  "^unicode/" "^adapters/" "only the agencies' side meets old encodings"
  "^CLI/" "^(gateway/main|client/|adapters/main)" "only programs have a command line"
  "^libxml/" "^client/warning/" "XML is read in one place, with its limits"
  "^enlace/content/" "^(certs/seal/|client/|adapters/)" "the gateway never holds sealed content in clear"
  "^enlace/store/" "^gateway/" "stored state is the gateway's own")

# Sets `out` to the unit of the layers that `path` belongs to, with its rank;
# empty if it is none of them.
function(unit_of path out_unit out_rank)
  set(rank 0)
  foreach(layer IN LISTS layers)
    math(EXPR rank "${rank} + 1")
    string(REPLACE " " ";" units ${layer})
    foreach(unit IN LISTS units)
      if(path MATCHES "^${unit}/" OR (unit STREQUAL "gateway/main" AND path MATCHES "^gateway/main[^/]*$"))
        set(${out_unit} ${unit} PARENT_SCOPE)
        set(${out_rank} ${rank} PARENT_SCOPE)
        return()
      endif()
    endforeach()
  endforeach()
  set(${out_unit} "" PARENT_SCOPE)
  set(${out_rank} 0 PARENT_SCOPE)
endfunction()

# Sets `out` to why gateway/ or certs/ `file` may not include `header`; empty if
# it may.
function(refusal_in_layers file header out)
  unit_of(${file} from from_rank)
  unit_of(${header} to to_rank)
  set(why "")
  if(NOT from)
    set(why "its folder is in no layer of cmake/checks/layers.cmake")
  elseif(NOT to)
    set(why "${header} is in no layer below it")
  elseif(NOT from STREQUAL to)
    if(to_rank GREATER from_rank)
      set(why "${to} stands above ${from}")
    elseif(to_rank EQUAL from_rank AND NOT "${from}>${to}" IN_LIST siblings)
      set(why "${to} stands beside ${from} and is not listed for it")
    endif()
  endif()
  set(${out} "${why}" PARENT_SCOPE)
endfunction()

# The same for client/: the agency's side sees nothing of the gateway but base
# and the offline verifier. enlacectl's commands on files alone (config, mechanism)
# read them as the gateway does.
function(refusal_in_client file header out)
  if(header MATCHES "^(gateway/base|gateway/ledger/verify|certs|client)/")
    set(${out} "" PARENT_SCOPE)
  elseif(file MATCHES "^client/enlacectl/" AND header MATCHES "^gateway/(config|mechanism)/")
    set(${out} "" PARENT_SCOPE)
  else()
    set(${out} "the client sees only gateway/base, gateway/ledger/verify, certs and itself" PARENT_SCOPE)
  endif()
endfunction()

# The same for adapters/: a driver knows the contract and itself, the runtime the
# contract. Files directly in adapters/, but for the contract, put them together.
function(refusal_in_adapters file header out)
  set(why "")
  if(header MATCHES "^adapters/")
    string(REGEX MATCH "^adapters/[^/]+/" own ${file})
    if(own)
      if(NOT header MATCHES "^${own}" AND NOT header STREQUAL "adapters/adapter.h")
        set(why "below adapters/ it may see adapters/adapter.h and ${own} only")
      endif()
    elseif(file MATCHES "^adapters/adapter\\." AND NOT header MATCHES "^adapters/adapter\\.")
      set(why "the contract of the drivers knows none of them")
    endif()
  elseif(NOT header MATCHES "^(gateway/base|certs|client)/")
    set(why "an adapter sees only gateway/base, certs, client and adapters")
  endif()
  set(${out} "${why}" PARENT_SCOPE)
endfunction()

tree_files(files FOLDERS gateway certs client adapters GLOBS *.h *.cc)
foreach(file IN LISTS files)
  string(REGEX MATCH "^[^/]+" top ${file})
  if(top STREQUAL "gateway" OR top STREQUAL "certs")
    set(area layers)
  else()
    set(area ${top})
  endif()
  file(STRINGS ${ROOT}/${file} lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^[ \t]*#[ \t]*include[ \t]*[<\"]([^>\"]+)[>\"].*" "\\1" header ${line})
    if(header MATCHES "^(gateway|certs|client|adapters|tests)/")
      cmake_language(CALL refusal_in_${area} ${file} ${header} why)
      if(why)
        finding("${file}: includes ${header}: ${why}")
      endif()
    elseif(line MATCHES "\"" AND (header MATCHES "^\\.\\./" OR NOT header MATCHES "/"))
      finding("${file}: includes ${header}: give the path from the root of the repository")
    endif()
    set(rules ${reserved})
    while(rules)
      list(POP_FRONT rules headers may why)
      if(header MATCHES "${headers}" AND NOT file MATCHES "${may}")
        finding("${file}: includes ${header}: ${why}")
      endif()
    endwhile()
  endforeach()
endforeach()

finish(layers "ARCHITECTURE.md has the layers; move the code or turn the dependency round.")
