import {
  Injectable,
  Logger,
  type CanActivate,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { SweepStore } from '#storage';
import { ApiError } from '../http/api-error.js';
import { admitted, turnedAway } from '../metrics/happenings.js';

const LOOK_EVERY_MS = 500;
/** Clients are told to come back after so many seconds at most, each after others. */
const LONGEST_WAIT_SECONDS = 5;

/**
 * How many queries have no outcome yet, as all replicas see it: counted every half second, with what
 * this replica has admitted since, so that to know it costs a request nothing. The books count them,
 * so it is the same whichever queue they wait in, and those in a local-server's hands are among them.
 */
@Injectable()
export class Backlog implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Backlog');
  private counted = 0;
  private admittedSince = 0;
  private isLooking = false;
  private readonly deafen: () => void;

  /** @param limit with so many, new queries are turned away */
  constructor(
    private readonly store: SweepStore,
    private readonly limit: number,
  ) {
    this.deafen = admitted.hear((queries) => {
      this.admittedSince += queries.length;
    });
  }

  onModuleInit(): Promise<void> {
    return this.look();
  }

  onModuleDestroy(): void {
    this.deafen();
  }

  /** @throws {ApiError} 503 that says when to come back */
  requireRoom(): void {
    if (this.counted + this.admittedSince < this.limit) return;
    turnedAway.tell(1);
    const seconds = 1 + Math.floor(Math.random() * LONGEST_WAIT_SECONDS);
    throw new ApiError(
      503,
      'overloaded',
      `${this.limit} queries wait for their answers already: try again in ${seconds} s`,
      null,
      { 'retry-after': String(seconds) },
    );
  }

  @Interval(LOOK_EVERY_MS)
  async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    const before = this.admittedSince;
    try {
      this.counted = await this.store.pendingUpTo(this.limit);
      // What was admitted meanwhile may be counted twice, until the next look.
      this.admittedSince -= before;
    } catch (error) {
      this.logger.warn(`not counted: ${String(error)}`);
    } finally {
      this.isLooking = false;
    }
  }
}

/** Turns new queries away before anything is decided or reserved for them. */
@Injectable()
export class RoomInBacklog implements CanActivate {
  constructor(private readonly backlog: Backlog) {}

  canActivate(): true {
    this.backlog.requireRoom();
    return true;
  }
}
