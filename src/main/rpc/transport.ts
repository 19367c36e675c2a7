import type { EngineMessage } from '../../contract/protocol.ts';

/** One client's wire. Messages arrive in the order they were sent, whole; nothing is replayed after a close. */
export interface Transport {
  /** Hands a message over; throws when it cannot be serialised. Ignored once closed. */
  send(message: EngineMessage): void;
  /** Bytes sent that the client has not taken yet; an estimate where the wire does not tell. */
  backlog(): number;
  /** `bytes` is the size of the message as JSON; `message` is undefined when it was not JSON. */
  onMessage(listener: (message: unknown, bytes: number) => void): void;
  /** Called whenever the backlog shrank. */
  onDrain(listener: () => void): void;
  /** Called once, whichever side closed. */
  onClose(listener: () => void): void;
  /** `code` is one of CLOSE_CODE; `reason` a sentence for a person. */
  close(code: number, reason: string): void;
}
