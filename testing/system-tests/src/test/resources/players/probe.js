// What a page with a player sees, read by the tests: window.probe. The address says what to play:
//   ?playlist=ADDRESS&token=TOKEN&rate=1&every=MILLIS
// A page that can show captions has a function captions(): the text that is shown at the moment. A caption is [number, text].
// A sample is [number coded into the picture, ms since 1970]; a stall is a time longer than half a second without a picture
// while playing.
const query = new URLSearchParams(location.search);
const STALL = 500;
const probe = {
  opened: performance.now(),
  firstPictureMillis: null,
  firstSeconds: null,
  pictures: 0,
  samples: [],
  stalls: [],
  captions: [],
  errors: [],
  ended: false,
  played: 0,
};
window.probe = probe;

function watch(video) {
  const every = Number(query.get('every') ?? '0');
  let last = null;
  let sampled = -Infinity;
  const seen = (now, { mediaTime }) => {
    video.requestVideoFrameCallback(seen);
    probe.pictures++;
    if (last === null) [probe.firstPictureMillis, probe.firstSeconds] = [Math.round(now - probe.opened), mediaTime];
    else if (now - last > STALL) probe.stalls.push([Date.now(), Math.round(now - last)]);
    last = now;
    if (now - sampled < every) return;
    sampled = now;
    const number = readFrameNumber(video);
    probe.samples.push([number, Date.now()]);
    if (window.captions) probe.captions.push([number, window.captions()]);
  };
  video.requestVideoFrameCallback(seen);
  video.addEventListener('ended', () => (probe.ended = true));
  video.muted = true;
  video.defaultPlaybackRate = video.playbackRate = Number(query.get('rate') ?? '1');
}

// What the element's text tracks show.
function shownText(video) {
  const shown = Array.from(video.textTracks).filter((each) => each.mode === 'showing' || each.mode === 'hidden');
  return shown.flatMap((each) => Array.from(each.activeCues ?? [], (cue) => cue.text)).join('|');
}

// What the element has, for the message of a test that waited in vain.
function described(video) {
  const ranges = Array.from({ length: video.buffered.length }, (_, i) => [video.buffered.start(i), video.buffered.end(i)]);
  const { currentTime, readyState, paused, videoWidth, playbackRate } = video;
  return { currentTime, readyState, paused, videoWidth, playbackRate, buffered: ranges, pictures: probe.pictures };
}
