/** What the phone keeps, store by store, and how it is read and written. */

/** What the phone keeps of the PIN. @typedef {{ salt: Uint8Array<ArrayBuffer>, rounds: number, sealed: string }} Seal */
/** How this phone is known to the server. @typedef {{ token: string, pin: Seal | null }} Pairing */
/** One that holds no more; `lost` tells why it can send nothing. @typedef {{ id?: number, token: string | null, device: string, event: string, slug: string, lost: string | null, again?: boolean }} EarlierPairing */
/** How far the list was loaded, and when it was whole last. @typedef {{ cursor: string | null, have: number, total: number, complete: boolean, at: number | null }} ListState */

/**
 * What stands in `meta`, by its name.
 * @typedef {object} Meta
 * @property {Pairing} pairing
 * @property {import("../domain/types.js").DoorState} state
 * @property {ListState} list
 * @property {import("../domain/types.js").RecentScan[]} recent
 * @property {{ lead: number, trip: number }} lead how far the server's clock is ahead
 * @property {number} seen when somebody was here last
 * @property {{ wrong: number, until: number }} tries of the PIN
 * @property {unknown} last what versions before kept of the last scans
 */

/** @typedef {IDBKeyRange | { lower: string, upper: string }} Range with both ends */

/**
 * @template Value
 * @typedef {object} Table
 * @property {(key: string | number) => Promise<Value | undefined>} get
 * @property {(key: string | number) => Promise<string | number | undefined>} getKey
 * @property {(query?: Range | null, most?: number) => Promise<Value[]>} getAll
 * @property {() => Promise<(string | number)[]>} getAllKeys
 * @property {() => Promise<number>} count
 * @property {(value: Value) => Promise<unknown>} put
 * @property {(value: Value) => Promise<unknown>} add
 * @property {(key: string | number) => Promise<unknown>} delete
 * @property {() => Promise<unknown>} clear
 * @property {(name: string) => { get(query: string): Promise<Value | undefined>, getAll(query: Range, most?: number): Promise<Value[]> }} index
 */

/**
 * @typedef {object} MetaTable
 * @property {<Name extends keyof Meta>(name: Name) => Promise<Meta[Name] | undefined>} get
 * @property {<Name extends keyof Meta>(value: Meta[Name], name: Name) => Promise<unknown>} put
 * @property {(name: keyof Meta) => Promise<unknown>} delete
 * @property {() => Promise<unknown[]>} getAll
 * @property {() => Promise<unknown>} clear
 */

/** An entry in the queue has its place there. @typedef {import("../domain/types.js").Entry & { seq: number }} QueuedEntry */

/**
 * @typedef {object} Tables
 * @property {MetaTable} meta
 * @property {Table<import("../domain/types.js").Ticket[]>} pages
 * @property {Table<import("../domain/types.js").Ticket>} tickets
 * @property {Omit<Table<QueuedEntry>, "add"> & { add(entry: import("../domain/types.js").Entry): Promise<unknown> }} queue
 * @property {Table<import("../domain/types.js").Entry>} aside
 * @property {Omit<Table<EarlierPairing & { id: number }>, "add"> & { add(pairing: EarlierPairing): Promise<number> }} pairings
 * @property {Table<import("../domain/types.js").Entry>} earlier
 */

/** Entries to be sent together, with what the server knows their pairing by. @typedef {{ entries: import("../domain/types.js").Entry[], token?: string | null, pairing?: number }} Batch */

/** @typedef {keyof Tables} StoreName */

/**
 * The stores that a transaction was opened for.
 * @template {StoreName} Name
 * @typedef {{ objectStore: <One extends Name>(name: One) => Tables[One] }} Stores
 */

/**
 * `store` is the only one, where it was opened for a single one.
 * @template {StoreName} Name
 * @typedef {Stores<Name> & { store: Tables[Name] }} Transaction
 */

/** @typedef {<Name extends StoreName, Value>(names: Name | readonly Name[], work: (tx: Transaction<Name>) => Value | Promise<Value>) => Promise<Value>} Run */
/** @typedef {ReturnType<typeof import("./store.js").createStore>} Store */

export {};
