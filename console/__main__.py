"""The door of the command `lockyard`."""

import multiprocessing


def main() -> None:
    """Run the command line."""
    # A frozen program starts its own processes through this very function.
    multiprocessing.freeze_support()
    from console.cli.places import kernel_folder  # noqa: PLC0415
    from console.planning.cache import use_cache  # noqa: PLC0415

    # Before anything with kernels is imported, here and in every process of ours.
    use_cache(kernel_folder())
    from console.cli.main import app  # noqa: PLC0415 - children never need it

    app()


if __name__ == "__main__":
    main()
