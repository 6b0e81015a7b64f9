import { describe, expect, it } from 'vitest';
import { c2mabVDefaults, c2mabVSettings } from './c2mab-v-settings.js';
import { SettingsError } from './settings-error.js';

describe('the settings of c2mab-v', () => {
  it('are the defaults where nothing else is said', () => {
    expect(c2mabVSettings()).toEqual(c2mabVDefaults);
    expect(c2mabVSettings({ alphaReward: 1 })).toEqual({ ...c2mabVDefaults, alphaReward: 1 });
  });

  it('are refused together, each with what is allowed', () => {
    const wrong = { alphaReward: -1, delta: NaN, charge: 'half' as 'whole' };
    expect(() => c2mabVSettings(wrong)).toThrow(SettingsError);
    expect(() => c2mabVSettings(wrong)).toThrow(
      'charge is half, must be cascade or whole; alphaReward is -1, must be from 0 to 10; ' +
        'delta is NaN, must be from 0.000001 to 0.999',
    );
  });
});
