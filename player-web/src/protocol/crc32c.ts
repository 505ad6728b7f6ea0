/**
 * CRC-32C (Castagnoli, reflected polynomial 0x82F63B78; RFC 3720 appendix B.4), eight bytes a step ("slicing by 8").
 */
const SLICES = 8;
const TABLE = buildTable();

function buildTable(): Int32Array {
  const table = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
    }
    table[byte] = crc;
  }
  for (let slice = 1; slice < SLICES; slice++) {
    for (let byte = 0; byte < 256; byte++) {
      const before = at(table, (slice - 1) * 256 + byte);
      table[slice * 256 + byte] = (before >>> 8) ^ at(table, before & 0xff);
    }
  }
  return table;
}

function at(table: Int32Array, index: number): number {
  return table[index] as number;
}

/**
 * CRC-32C of bytes[start, end) as an unsigned number.
 *
 * @param previous result over the bytes before these, 0 at the start
 */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length, previous = 0): number {
  const t = TABLE;
  let crc = ~previous;
  let i = start;
  for (const whole = end - 7; i < whole; i += 8) {
    const low =
      crc ^
      ((bytes[i] as number) |
        ((bytes[i + 1] as number) << 8) |
        ((bytes[i + 2] as number) << 16) |
        ((bytes[i + 3] as number) << 24));
    crc =
      at(t, 1792 + (low & 0xff)) ^
      at(t, 1536 + ((low >>> 8) & 0xff)) ^
      at(t, 1280 + ((low >>> 16) & 0xff)) ^
      at(t, 1024 + (low >>> 24)) ^
      at(t, 768 + (bytes[i + 4] as number)) ^
      at(t, 512 + (bytes[i + 5] as number)) ^
      at(t, 256 + (bytes[i + 6] as number)) ^
      at(t, bytes[i + 7] as number);
  }
  for (; i < end; i++) {
    crc = (crc >>> 8) ^ at(t, (crc ^ (bytes[i] as number)) & 0xff);
  }
  return ~crc >>> 0;
}
