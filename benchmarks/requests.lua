-- Sends the paths of a file in turn; each thread of wrk begins elsewhere in it.
-- Arguments: the file of paths, one on a line; further arguments are headers "Name: value".
local threads = 0

function setup(thread)
  thread:set("place", threads * 7919)
  threads = threads + 1
end

function init(arguments)
  paths = {}
  for line in io.lines(arguments[1]) do
    paths[#paths + 1] = line
  end
  for i = 2, #arguments do
    local name, value = arguments[i]:match("^([^:]+): *(.*)$")
    wrk.headers[name] = value
  end
end

function request()
  place = place + 1
  return wrk.format("GET", paths[place % #paths + 1])
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests": %d, "seconds": %.6f, "p50": %.4f, "p95": %.4f, "p99": %.4f, "bytes": %d, "failed": %d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
