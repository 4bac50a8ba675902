local hex = function(digits) return string.format("%0" .. digits .. "x", math.random(0, 16 ^ digits - 1)) end
local uuid = function() return hex(8) .. "-" .. hex(4) .. "-4" .. hex(3) .. "-8" .. hex(3) .. "-" .. hex(6) .. hex(6) end

local turn = 0
request = function()
  turn = turn % #requests + 1
  local parts = requests[turn]
  if #parts == 1 then return parts[1] end
  return table.concat(parts, uuid())
end

done = function(summary, latency)
  local e = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"failed":%d,"duration_us":%d,"bytes":%d,"p50_us":%d,"p99_us":%d,"max_us":%d}\n',
    summary.requests, e.connect + e.read + e.write + e.status + e.timeout, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99), latency.max))
end
