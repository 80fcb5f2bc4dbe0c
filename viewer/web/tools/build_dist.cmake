# cmake -DWEB= -DNPM= -DSTAMP= -P build_dist.cmake: dist/ from the sources, or a clear word why not.
if(NOT EXISTS ${WEB}/node_modules/vite)
  message(FATAL_ERROR "viewer/web/node_modules is missing: run scripts/setup (or `npm ci` in viewer/web) first.")
endif()
foreach(script typecheck build)
  execute_process(COMMAND ${NPM} run --silent ${script} WORKING_DIRECTORY ${WEB}
    RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "npm run ${script} failed in viewer/web:\n${said}")
  endif()
endforeach()
file(TOUCH ${STAMP})
