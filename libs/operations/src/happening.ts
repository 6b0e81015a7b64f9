import { channel, subscribe, unsubscribe, type Channel } from 'node:diagnostics_channel';

/** Something that happens over and over, told to whoever measures; where nobody does it costs nothing. */
export class Happening<News> {
  private readonly channel: Channel;

  /** @param name one of its own in the process */
  constructor(name: string) {
    this.channel = channel(`purser:${name}`);
  }

  tell(news: News): void {
    if (this.channel.hasSubscribers) this.channel.publish(news);
  }

  /** @returns how to hear no more of it */
  hear(listener: (news: News) => void): () => void {
    const { name } = this.channel;
    const hearer = (news: unknown): void => listener(news as News);
    subscribe(name, hearer);
    return () => unsubscribe(name, hearer);
  }
}
