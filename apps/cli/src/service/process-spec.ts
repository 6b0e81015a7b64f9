/** A process of the service, as it is to be run. It sends the message `ready` once it works. */
export interface ProcessSpec {
  /** For people, such as `local-server 2`. */
  readonly name: string;
  /** The script. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}
