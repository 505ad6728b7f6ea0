import Hls, { ErrorTypes, type ErrorData, type HlsConfig } from 'hls.js';
import { headers, type Credential } from '../timeline-client';
import type { MediaRecovery } from './media-recovery';

const BUFFER_SECONDS = 30;
const BACK_BUFFER_SECONDS = 60;
const REFUSALS = [401, 403];
const ABSENT = [404, 410];

/** What every use of the library has alike. */
export function configurationOf(credential: Credential): Partial<HlsConfig> {
  const extra = Object.entries(headers(credential));
  return {
    maxBufferLength: BUFFER_SECONDS,
    backBufferLength: BACK_BUFFER_SECONDS,
    enableWorker: false,
    xhrSetup: (request) => extra.forEach(([name, value]) => request.setRequestHeader(name, value)),
  };
}

/** Whether the server does not take the credential. */
export function isRefusal(error: ErrorData): boolean {
  return REFUSALS.includes(error.response?.code ?? 0);
}

/** Whether the server has nothing at the address. */
export function isAbsence(error: ErrorData): boolean {
  return ABSENT.includes(error.response?.code ?? 0);
}

/** Recovers a decoder that failed. @returns false for other errors, and where loading is to begin anew instead */
export function recoverMedia(hls: Hls, error: ErrorData, recovery: MediaRecovery): boolean {
  const step = error.type === ErrorTypes.MEDIA_ERROR ? recovery.next(performance.now()) : 'reload';
  if (step === 'reload') return false;
  if (step === 'swap') hls.swapAudioCodec();
  hls.recoverMediaError();
  return true;
}
