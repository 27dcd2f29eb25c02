# A Debian package of each component, by `cpack -G DEB`; scripts/package does all
# of it. Packages are for the prefix /usr and the settings in /etc.
file(STRINGS debian/changelog newest LIMIT_COUNT 1)
if(NOT newest MATCHES "^enlace \\((.*)-([^-]+)\\) " OR NOT CMAKE_MATCH_1 STREQUAL PROJECT_VERSION)
  message(FATAL_ERROR "deploy/debian/changelog does not begin with version ${PROJECT_VERSION}: ${newest}")
endif()
set(CPACK_DEBIAN_PACKAGE_RELEASE ${CMAKE_MATCH_2})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_VENDOR "Enlace maintainers")
set(CPACK_PACKAGE_CONTACT "Enlace maintainers <maintainers@enlace.invalid>")
# Each package has its own; one that is set would come first in all of them.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL gateway adapter tools)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_STRIP_FILES ON)
# For the settings, which lie outside of the prefix.
set(CPACK_SET_DESTDIR ON)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# Whoever has systemd has both; a container takes the programs that stand alone.
set(users "systemd | systemd-standalone-sysusers")
set(folders "systemd | systemd-standalone-tmpfiles")
set(about "Enlace lets protection units, prosecutors and ombudsman offices share
sealed case referrals, with every connection authenticated on both sides and
everything acknowledged provable afterwards.")

set(CPACK_DEBIAN_GATEWAY_PACKAGE_NAME enlace-gateway)
set(CPACK_DEBIAN_GATEWAY_DESCRIPTION "mutually authenticated hub for sealed case referrals\n${about}
This package has the gateway that stands between the agencies, and the rules
of the mechanisms.")
set(CPACK_DEBIAN_GATEWAY_PACKAGE_DEPENDS "${users}, ${folders}, tzdata")
set(CPACK_DEBIAN_GATEWAY_PACKAGE_RECOMMENDS "enlace-tools")
set(CPACK_DEBIAN_GATEWAY_PACKAGE_SUGGESTS "sqlite3")

set(CPACK_DEBIAN_ADAPTER_PACKAGE_NAME enlace-adapter)
set(CPACK_DEBIAN_ADAPTER_DESCRIPTION "connects an agency's own system to an Enlace gateway\n${about}
This package has the adapter that holds an agency's keys, and seals and opens
what its system sends and receives.")
set(CPACK_DEBIAN_ADAPTER_PACKAGE_DEPENDS "${users}, tzdata")
set(CPACK_DEBIAN_ADAPTER_PACKAGE_RECOMMENDS "enlace-tools")

set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME enlace-tools)
set(CPACK_DEBIAN_TOOLS_PACKAGE_DEPENDS tzdata)
set(CPACK_DEBIAN_TOOLS_DESCRIPTION "command line for the agencies and administrators of Enlace\n${about}
This package has enlacectl: authorities, enrolment, referrals, receipts and
their proofs.")

set(control ${CMAKE_CURRENT_BINARY_DIR}/control)
file(WRITE ${control}/gateway/conffiles "${CMAKE_INSTALL_FULL_SYSCONFDIR}/enlace/gateway.yaml\n")
foreach(component gateway adapter)
  foreach(script postinst prerm postrm)
    configure_file(debian/${component}.${script} ${control}/${component}/${script} COPYONLY)
  endforeach()
endforeach()
foreach(script conffiles postinst prerm postrm)
  list(APPEND CPACK_DEBIAN_GATEWAY_PACKAGE_CONTROL_EXTRA ${control}/gateway/${script})
endforeach()
foreach(script postinst prerm postrm)
  list(APPEND CPACK_DEBIAN_ADAPTER_PACKAGE_CONTROL_EXTRA ${control}/adapter/${script})
endforeach()
include(CPack)
