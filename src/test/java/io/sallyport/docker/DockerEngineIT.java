package io.sallyport.docker;

/// The engine of this machine keeps the contract.
class DockerEngineIT extends DockerContract {
  DockerEngineIT() {
    super(RealEngine.connection());
  }
}
