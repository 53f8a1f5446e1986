// The Spanish of signing up, logging in and the second factor.

import type { Translated } from '../catalogue.ts';
import type { accountEn } from '../en/account-en.ts';

export const accountEs = {
  sign_up: 'Crear cuenta',
  sign_up_title: 'Crea tu cuenta',
  sign_up_intro: 'Esta es tu cuenta en Mandato. Es distinta de tu cuenta en un exchange.',
  sign_in: 'Iniciar sesión',
  sign_in_title: 'Inicia sesión en Mandato',
  sign_out: 'Cerrar sesión',
  have_account: '¿Ya tienes cuenta?',
  no_account: '¿Aún no tienes cuenta?',
  name: 'Nombre',
  name_needed: 'Escribe un nombre de hasta 80 letras.',
  name_hint: 'Se muestra arriba a la derecha, para que sepas quién inició sesión.',
  email: 'Correo electrónico',
  password: 'Contraseña',
  password_hint: 'Al menos 15 caracteres. Una frase que solo tú conozcas funciona bien.',
  password_show: 'Mostrar contraseña',
  password_hide: 'Ocultar contraseña',
  password_forgotten: '¿Olvidaste tu contraseña?',
  password_forgotten_how:
    'Las contraseñas se restablecen en la máquina donde corre Mandato: pídeselo a quien la administra. Tus planes y claves quedan como están.',
  signed_in_as: 'Sesión de {{name}}',
  welcome: 'Hola, {{name}}',
  second_factor: 'Verificación en dos pasos',
  second_factor_intro:
    'Una app de autenticación muestra un código nuevo cada 30 segundos. Con ella, tu contraseña sola no basta para entrar.',
  second_factor_on: 'Activada',
  second_factor_off: 'Desactivada',
  second_factor_turn_on: 'Activar la verificación en dos pasos',
  second_factor_needed_to_link: 'Activa la verificación en dos pasos antes de vincular un exchange.',
  second_factor_password: 'Escribe tu contraseña para empezar.',
  second_factor_scan: 'Escanea este código con una app de autenticación.',
  second_factor_qr_label: 'Código QR para tu app de autenticación',
  second_factor_manual: 'O escribe esta clave en la app:',
  second_factor_enter: 'Después escribe los seis dígitos que muestra la app.',
  second_factor_done:
    'La verificación en dos pasos está activada. Desde ahora inicias sesión con tu contraseña y un código.',
  code: 'Código de seis dígitos',
  code_title: 'Escribe el código de tu app',
  code_intro: 'Abre tu app de autenticación y escribe el código de Mandato. Cada código sirve una sola vez.',
  code_confirm: 'Confirmar código',
  language_saved: 'Idioma guardado.',
} as const satisfies Translated<typeof accountEn>;
