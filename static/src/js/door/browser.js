/** What some browsers have that the types of TypeScript do not know. */

/** @typedef {{ level: number, charging: boolean }} BatteryManager */
/** @typedef {globalThis.Navigator & { audioSession?: { type: string }, getBattery?(): Promise<BatteryManager> }} Navigator */
/** Background Sync. @typedef {ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } }} Registration */
/** The light of the camera. @typedef {MediaTrackCapabilities & { torch?: boolean }} Capabilities */

export {};
