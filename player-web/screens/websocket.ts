import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Server side of one WebSocket (RFC 6455), as far as a test needs it: no fragments, no extensions. */
export class ServerSocket {
  onMessage: (text: string) => void = () => undefined;
  onClose: () => void = () => undefined;
  private pending = Buffer.alloc(0);

  /** Answers the upgrade and selects the first offered subprotocol. */
  static accept(request: IncomingMessage, stream: Duplex): ServerSocket {
    const key = request.headers['sec-websocket-key'] ?? '';
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    const protocol = (request.headers['sec-websocket-protocol'] ?? '').split(',')[0]?.trim() ?? '';
    stream.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
    );
    return new ServerSocket(stream);
  }

  private constructor(private readonly stream: Duplex) {
    stream.on('data', (data: Buffer) => this.read(data));
    stream.on('close', () => this.onClose());
    stream.on('error', () => stream.destroy());
  }

  json(message: object): void {
    this.send(1, Buffer.from(JSON.stringify(message)));
  }

  binary(message: Uint8Array): void {
    this.send(2, message);
  }

  close(code: number): void {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.send(8, payload);
    this.stream.end();
  }

  private send(opcode: number, payload: Uint8Array): void {
    if (this.stream.destroyed) return;
    const length = payload.length;
    const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
    header[0] = 0x80 | opcode;
    header[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
    if (header.length === 4) header.writeUInt16BE(length, 2);
    if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
    this.stream.write(Buffer.concat([header, payload]));
  }

  private read(data: Buffer): void {
    this.pending = Buffer.concat([this.pending, data]);
    while (this.pending.length >= 6) {
      const short = (this.pending[1] as number) & 0x7f;
      const at = short === 126 ? 4 : 2;
      const length = short === 126 ? this.pending.readUInt16BE(2) : short;
      if (this.pending.length < at + 4 + length) return;
      const mask = this.pending.subarray(at, at + 4);
      const payload = this.pending
        .subarray(at + 4, at + 4 + length)
        .map((byte, i) => byte ^ (mask[i & 3] as number));
      const opcode = (this.pending[0] as number) & 0x0f;
      this.pending = this.pending.subarray(at + 4 + length);
      if (opcode === 1) this.onMessage(Buffer.from(payload).toString());
      if (opcode === 8) this.stream.end();
    }
  }
}
