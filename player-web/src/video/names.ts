/** What of a variant its name is made of. */
export interface NamedLevel {
  readonly height: number;
  readonly bitrate: number;
}

/** Names of variants: their height, and their bitrate where two have the same height. */
export function levelNames(levels: readonly NamedLevel[]): string[] {
  const alike = (level: NamedLevel) => levels.filter(({ height }) => height === level.height).length > 1;
  return levels.map((level) => {
    const bitrate = `${(level.bitrate / 1e6).toFixed(1)} Mbit/s`;
    if (!(level.height > 0)) return bitrate;
    return alike(level) ? `${level.height}p, ${bitrate}` : `${level.height}p`;
  });
}
