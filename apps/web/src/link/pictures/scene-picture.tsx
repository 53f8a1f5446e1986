// The drawing of a scene of the guide, as it is at an exchange.
import type { Scene } from '@mandato/server/api-contract/exchange-guide';
import { ConfirmCodePicture, SecretPicture, TwoFactorPicture } from './code-pictures.tsx';
import { AddressesPicture, PermissionsPicture } from './form-pictures.tsx';
import { KeyKindPicture, NewKeyPicture, type PictureProps, ProfileMenuPicture } from './page-pictures.tsx';

export interface ScenePictureProps extends PictureProps {
  scene: Scene;
  /** The address of this installation; null where it is not known. */
  address: string | null;
}

export function ScenePicture({ scene, exchange, address }: ScenePictureProps) {
  switch (scene) {
    case 'profile_menu':
      return <ProfileMenuPicture exchange={exchange} />;
    case 'two_factor':
      return <TwoFactorPicture exchange={exchange} />;
    case 'new_key':
      return <NewKeyPicture exchange={exchange} />;
    case 'key_kind':
      return <KeyKindPicture exchange={exchange} />;
    case 'name_and_addresses':
      return <AddressesPicture exchange={exchange} address={address} hasName />;
    case 'addresses':
      return <AddressesPicture exchange={exchange} address={address} />;
    case 'addresses_and_end':
      return <AddressesPicture exchange={exchange} address={address} hasEnd />;
    case 'permissions':
      return <PermissionsPicture exchange={exchange} />;
    case 'confirm_code':
      return <ConfirmCodePicture exchange={exchange} />;
    case 'secret':
      return <SecretPicture exchange={exchange} />;
  }
}
