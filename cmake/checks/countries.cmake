# What differs from country to country is data of mechanisms/: the code names no
# country, neither by its name nor by a code of ISO 3166. Client programs may, in
# examples and in the demonstration.
#
#   cmake -DROOT=<repository> -P cmake/checks/countries.cmake
include(${CMAKE_CURRENT_LIST_DIR}/tree.cmake)

set(country "\"[A-Z][A-Z](-[A-Z0-9]*)?\"|[Bb]ra[sz]il|[Cc]olombi|[Gg]uatemal|[Hh]ondur|[Mm][ée]xic")
tree_files(files FOLDERS adapters certs gateway GLOBS *.h *.cc)
foreach(file IN LISTS files)
  file(STRINGS ${ROOT}/${file} lines REGEX "${country}")
  foreach(line IN LISTS lines)
    # HTTP's word for 200 is no code of a country.
    string(REPLACE "\"OK\"" "" rest "${line}")
    if(rest MATCHES "${country}")
      string(STRIP "${line}" line)
      finding("${file}: ${line}")
    endif()
  endforeach()
endforeach()

finish(countries "Make it a field of a rule, with its dates and its source.")
