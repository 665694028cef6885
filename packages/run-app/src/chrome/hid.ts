/**
 * chrome.hid. It reaches no device: an app sees a machine without devices.
 * Source: Chromium extensions/common/api/hid.idl; measured on Chromium 156 on a machine without devices.
 */
import { EventChannel } from './event.ts'
import { ApiError } from './namespace.ts'
import type { Namespace } from './namespace.ts'

export function hidNamespace(): Namespace {
  const notConnected = (): never => {
    throw new ApiError('Connection not established.')
  }
  return {
    path: 'hid',
    events: { onDeviceAdded: new EventChannel(), onDeviceRemoved: new EventChannel() },
    types: { 'hid.GetDevicesOptions': { vendorId: 'integer?', productId: 'integer?', filters: 'array?' } },
    functions: [
      { signature: 'hid.getDevices(hid.GetDevicesOptions options, optional function callback)', run: () => [] },
      {
        signature: 'hid.connect(integer deviceId, optional function callback)',
        run() {
          throw new ApiError('Invalid HID device ID.')
        },
      },
      ...[
        'hid.disconnect(integer connectionId, optional function callback)',
        'hid.receive(integer connectionId, function callback)',
        'hid.send(integer connectionId, integer reportId, binary data, optional function callback)',
        'hid.receiveFeatureReport(integer connectionId, integer reportId, optional function callback)',
        'hid.sendFeatureReport(integer connectionId, integer reportId, binary data, optional function callback)',
      ].map((signature) => ({ signature, run: notConnected })),
    ],
  }
}
